import type { Problem } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import type { ProgressStep } from '../../lib/operation-progress.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StepList } from '../../ui/StepList.tsx';
import type { RowOperation } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';

interface OperationFailureProps {
  readonly id: string;
  readonly name: string;
  readonly operation: RowOperation;
  readonly problem: Problem;
  readonly actions: RowActions;
}

/** A start or stop that failed: what was done and undone, why, and the way on. */
export function OperationFailure({ id, name, operation, problem, actions }: OperationFailureProps) {
  const { action, steps } = operation;
  const title = action === 'start' ? `Starting ${name} failed` : `Stopping ${name} failed`;
  return (
    <div className="operation-failure">
      {steps.length > 0 && (
        <details className="details">
          <summary>{stepsSentence(steps)}</summary>
          <StepList label={`Steps for ${name}`} steps={steps} />
        </details>
      )}
      <ProblemCard title={title} problem={problem}>
        <Button look="primary" aria-label={`Retry ${name}`} onClick={() => actions[action](id)}>
          Retry
        </Button>
        <Button look="quiet" aria-label={`Dismiss the failure of ${name}`} onClick={() => actions.dismiss(id)}>
          Dismiss
        </Button>
      </ProblemCard>
    </div>
  );
}

function stepsSentence(steps: readonly ProgressStep[]): string {
  const undone = steps.filter(({ state }) => state === 'undone').length;
  if (undone === steps.length) return `${countOf(undone, 'step')}, all undone again`;
  return `${countOf(steps.length, 'step')}, ${undone} undone again`;
}
