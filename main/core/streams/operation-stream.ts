import type { Result } from '../../contract/failure.ts';
import type { OperationItem, OperationStep } from '../../contract/operation.ts';
import { StepHistory } from './step-history.ts';

/**
 * Turns an action that tells its steps into an operation's stream: the steps as they come, then `done` or `failed`.
 * The action goes on when the reader leaves, because a mutation under way on a host is never torn in the middle. A reader
 * who is slower than a host tells is told of the steps in between what a latecomer is told.
 */
export async function* operationStream<T>(
  run: (onStep: (step: OperationStep) => void) => Promise<Result<T>>,
): AsyncGenerator<OperationItem<T>, void, void> {
  let untold = new StepHistory();
  let wake = () => {};
  let [isOver, isLeft] = [false, false];
  const outcome = run((step) => {
    if (!isLeft) untold.add(step);
    wake();
  });
  const end = () => {
    isOver = true;
    wake();
  };
  // A reader that leaves early must not turn the action's end into an unhandled rejection.
  outcome.then(end, end);
  try {
    for (;;) {
      const { steps } = untold;
      untold = new StepHistory();
      for (const step of steps) yield { type: 'step', step };
      if (untold.steps.length > 0) continue;
      if (isOver) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    isLeft = true;
  }
  const result = await outcome;
  if (result.ok) yield { type: 'done', value: result.value };
  else yield { type: 'failed', failure: result.failure };
}
