import type { Problem } from '../../api/problem.ts';
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
      {steps.length > 0 && <StepList label={`Steps for ${name}`} steps={steps} />}
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
