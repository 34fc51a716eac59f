import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { BulkOperation } from './bulk-model.ts';
import './instances.css';

interface BulkStripProps {
  readonly operation: BulkOperation;
  /** How many of the operation's instances are where they should be. */
  readonly doneCount: number;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

const words = {
  start: { doing: 'Starting all', done: 'running', ended: 'started', none: 'did not start' },
  stop: { doing: 'Stopping all', done: 'stopped', ended: 'stopped', none: 'did not stop' },
} as const;

/** What starting or stopping all has come to: a count while it runs, the ones that failed when it is over. */
export function BulkStrip({ operation, doneCount, onRetry, onDismiss }: BulkStripProps) {
  const { doing, ended, none } = words[operation.action];
  if (operation.phase === 'running') return <Progress operation={operation} doneCount={doneCount} />;
  const { failures, problem } = operation;
  if (problem !== null) {
    return (
      <div className="bulk bulk-failed" data-testid="bulk">
        <ProblemCard title={`${doing} failed`} problem={problem}>
          <Button look="primary" onClick={onRetry}>
            Retry
          </Button>
          <Button look="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        </ProblemCard>
      </div>
    );
  }
  return (
    <section className="bulk bulk-failed" data-testid="bulk" aria-label={`${doing}: what failed`}>
      <p className="bulk-line num" role="alert">
        <StateMark state="failed" />
        <b>
          {countOf(failures.length, 'repository', 'repositories')} {none}.
        </b>
        {operation.doneCount > 0 && (
          <span className="dim">
            {operation.doneCount} {ended}.
          </span>
        )}
      </p>
      <ul className="bulk-failures">
        {failures.map(({ id, repository, problem: { message, nextStep } }) => (
          <li key={id}>
            <b className="cut">{repository}</b>
            <span>
              {message} <span className="dim">{nextStep}</span>
            </span>
          </li>
        ))}
      </ul>
      <div className="problem-actions">
        <Button look="primary" onClick={onRetry}>
          {failures.length > 1 ? `Retry ${failures.length} that failed` : 'Retry what failed'}
        </Button>
        <Button look="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </section>
  );
}

interface ProgressProps extends Pick<BulkStripProps, 'doneCount'> {
  readonly operation: Extract<BulkOperation, { phase: 'running' }>;
}

function Progress({ operation: { action, ids, title }, doneCount }: ProgressProps) {
  const { doing, done } = words[action];
  return (
    <div className="bulk" data-testid="bulk">
      <p className="bulk-line num">
        <StateMark state={action === 'start' ? 'starting' : 'stopping'} />
        <b role="status">
          {doing}: {doneCount} of {ids.length} {done}
        </b>
        <span className="cut dim">{title ?? 'Asking the server…'}</span>
      </p>
      <span className="bulk-bar" aria-hidden="true">
        <span style={{ width: `${ids.length === 0 ? 0 : (doneCount / ids.length) * 100}%` }} />
      </span>
    </div>
  );
}
