import type { Problem } from '../../../api/problem.ts';
import { countOf } from '../../../lib/format.ts';
import type { ProgressStep } from '../../../lib/operation-progress.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import type { RepositoryRow, RowOperation } from './repository-rows.ts';
import { type RoomMaker, roomMakers } from './room-makers.ts';
import type { RowActions } from './row-actions.ts';

interface OperationFailureProps {
  readonly id: string;
  readonly name: string;
  readonly operation: RowOperation;
  readonly problem: Problem;
  readonly actions: RowActions;
  /** All rows of the host, for what could make room. */
  readonly rows: readonly RepositoryRow[];
  /** What trying again does; the operation that failed, unless a tab wants its editor too. */
  readonly onRetry?: () => void;
}

const doing = { start: 'Starting', stop: 'Stopping', restart: 'Restarting', suspend: 'Putting to sleep' } as const;

/** What may lie in the state of the server, where a check-up may find it. */
const serverFaults: readonly Problem['kind'][] = [
  'disk-full',
  'host-unsupported',
  'route-failed',
  'script-failed',
  'start-failed',
];

/** The title of an operation on a repository: "Starting infra". */
export function operationTitle(action: RowOperation['action'], name: string): string {
  return `${doing[action]} ${name}`;
}

/** An operation that failed: what was done and undone, why, and the way on. */
export function OperationFailure({ id, name, operation, problem, actions, rows, onRetry }: OperationFailureProps) {
  const { action, steps } = operation;
  const isShort = problem.kind === 'out-of-memory' && (action === 'start' || action === 'restart');
  const isMissing = problem.kind === 'code-server-missing';
  const makers = isShort ? roomMakers(problem, rows) : [];
  return (
    <div className="operation-failure">
      {steps.some(({ state }) => state === 'undone') && (
        <details className="details">
          <summary>{stepsSentence(steps)}</summary>
          <StepList label={`Steps for ${name}`} steps={steps} isOver />
        </details>
      )}
      <ProblemCard
        title={`${operationTitle(action, name)} failed`}
        problem={problem}
        detailLabel={isShort ? 'Show the figures' : undefined}
      >
        {makers.map((maker, index) => (
          <MakeRoom
            key={maker.id}
            maker={maker}
            name={name}
            isFirst={index === 0}
            onMakeRoom={() => actions.makeRoom(id, maker.id)}
          />
        ))}
        {isMissing && (
          <Button look="primary" onClick={actions.setUp}>
            Set up this server…
          </Button>
        )}
        <Button
          look={makers.length > 0 || isMissing ? 'plain' : 'primary'}
          aria-label={`Try again: ${name}`}
          onClick={onRetry ?? (() => actions[action](id))}
        >
          Try again
        </Button>
        {isShort && (
          <Button aria-label={`Start anyway: ${name}`} onClick={() => actions.start(id, true)}>
            Start anyway
          </Button>
        )}
        {serverFaults.includes(problem.kind) && <Button onClick={actions.checkUp}>Check up…</Button>}
        <Button look="quiet" aria-label={`Dismiss the failure of ${name}`} onClick={() => actions.dismiss(id)}>
          Dismiss
        </Button>
      </ProblemCard>
    </div>
  );
}

interface MakeRoomProps {
  readonly maker: RoomMaker;
  readonly name: string;
  readonly isFirst: boolean;
  readonly onMakeRoom: () => void;
}

function MakeRoom({ maker, name, isFirst, onMakeRoom }: MakeRoomProps) {
  return (
    <Button
      look={isFirst ? 'primary' : 'plain'}
      className="make-room"
      title={`Puts ${maker.name} to sleep (${maker.note}), then starts ${name}`}
      onClick={onMakeRoom}
    >
      <span className="cut">Suspend {maker.name}</span>
      <span className="num make-room-note">{maker.note}</span>
    </Button>
  );
}

function stepsSentence(steps: readonly ProgressStep[]): string {
  const undone = steps.filter(({ state }) => state === 'undone').length;
  if (undone === steps.length) return `${countOf(undone, 'step')}, all undone again`;
  return `${countOf(steps.length, 'step')}, ${undone} undone again`;
}
