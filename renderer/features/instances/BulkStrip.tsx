import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import type { BulkOperation } from './bulk-model.ts';
import './instances.css';

interface BulkStripProps {
  readonly operation: Extract<BulkOperation, { phase: 'failed' }>;
  readonly onRetry: () => void;
  readonly onDismiss: () => void;
}

const words = {
  start: { doing: 'Starting all', done: 'running', ended: 'started', none: 'did not start' },
  stop: { doing: 'Stopping all', done: 'stopped', ended: 'stopped', none: 'did not stop' },
} as const;

/** What did not start or stop with the others. */
export function BulkStrip({ operation, onRetry, onDismiss }: BulkStripProps) {
  const { doing, ended, none } = words[operation.action];
  const { failures, problem } = operation;
  if (problem !== null) {
    return (
      <div className="bulk-failed" data-testid="bulk">
        <ProblemCard title={`${doing} failed`} problem={problem}>
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
          <Button look="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        </ProblemCard>
      </div>
    );
  }
  return (
    <section className="bulk-failed" data-testid="bulk" aria-label={`${doing}: what failed`}>
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
          {failures.length > 1 ? `Try again: ${failures.length} that failed` : 'Try again'}
        </Button>
        <Button look="quiet" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </section>
  );
}

interface BulkStatusProps {
  readonly operation: Extract<BulkOperation, { phase: 'running' }>;
  /** How many of the operation's instances are where they should be. */
  readonly doneCount: number;
}

/** How far starting or stopping all has come, in one line with a bar below it. */
export function BulkStatus({ operation: { action, ids, title }, doneCount }: BulkStatusProps) {
  const { done } = words[action];
  return (
    <span className="bulk-status num" data-testid="bulk">
      <StateMark state={action === 'start' ? 'starting' : 'stopping'} />
      <b role="status">
        {doneCount} of {ids.length} {done}
      </b>
      <span className="cut dim">{title ?? 'Asking the server…'}</span>
      <span className="bulk-bar" aria-hidden="true">
        <span style={{ width: `${ids.length === 0 ? 0 : (doneCount / ids.length) * 100}%` }} />
      </span>
    </span>
  );
}
