import type { Result } from '../../contract/failure.ts';
import type { OperationItem, OperationStep } from '../../contract/operation.ts';
import { Mailbox } from './mailbox.ts';

/**
 * Turns an action that tells its steps into an operation's stream: the steps as they come, then `done` or `failed`.
 * The action goes on when the reader leaves, because a mutation under way on a host is never torn in the middle.
 */
export async function* operationStream<T>(
  run: (onStep: (step: OperationStep) => void) => Promise<Result<T>>,
): AsyncGenerator<OperationItem<T>, void, void> {
  const steps = new Mailbox<OperationStep>();
  const outcome = run((step) => steps.push(step)).finally(() => steps.close());
  // A reader that leaves early must not turn the action's end into an unhandled rejection.
  outcome.catch(() => {});
  try {
    for await (const step of steps) yield { type: 'step', step };
  } finally {
    // What nobody reads any more is not kept for the rest of the action.
    steps.close();
  }
  const result = await outcome;
  if (result.ok) yield { type: 'done', value: result.value };
  else yield { type: 'failed', failure: result.failure };
}
