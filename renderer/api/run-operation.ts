import type { OperationItem, OperationStep } from '../../main/contract/operation.ts';
import { type Answer, toProblem } from './problem.ts';

/** Follows an operation to its end and tells every step on the way. Never rejects. */
export async function runOperation<T>(
  start: () => AsyncIterable<OperationItem<T>>,
  onStep: (step: OperationStep) => void,
): Promise<Answer<T>> {
  try {
    for await (const item of start()) {
      if (item.type === 'step') onStep(item.step);
      else if (item.type === 'done') return { ok: true, value: item.value };
      else return { ok: false, failure: item.failure };
    }
  } catch (thrown) {
    return { ok: false, failure: toProblem(thrown) };
  }
  return {
    ok: false,
    failure: {
      kind: 'operation-unfinished',
      stage: 'app',
      message: 'The operation ended without saying how.',
      nextStep: 'Look at the state of the repository, then try again.',
      detail: null,
      hostKey: null,
      secretKind: null,
      jump: null,
    },
  };
}
