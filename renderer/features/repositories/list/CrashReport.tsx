import { endAdvice, endPredicate } from '../../../lib/end-words.ts';
import { formatAgo } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { StateMark } from '../../../ui/StateMark.tsx';
import type { RepositoryRow } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';
import '../../../ui/problem.css';

interface CrashReportProps {
  readonly row: RepositoryRow;
  readonly actions: RowActions;
  readonly isLinked: boolean;
  /** False where a button that starts it again stands beside the report already. */
  readonly hasStart?: boolean;
}

/** How the keeper's own attempts ended, when there were any. */
function attemptsSentence(restartCount: number): string {
  if (restartCount === 0) return '';
  const times = restartCount === 1 ? 'once' : `${restartCount} times in ten minutes`;
  return ` It was started again ${times} by itself and ended each time.`;
}

/** Why an instance is not there any more: the reason in words, what helps, the last lines it printed. */
export function CrashReport({ row, actions, isLinked, hasStart = true }: CrashReportProps) {
  const { id, name, ended, restartCount } = row;
  const nowMs = useNow();
  const title = ended === null ? `${name} crashed` : `${name} ${endPredicate(ended)}`;
  const ago = ended?.atMs == null ? '' : `, ${formatAgo(ended.atMs, nowMs)}`;
  const advice = ended === null ? 'Nothing more is known about its end. Starting it again is safe.' : endAdvice(ended);
  const logTail = ended?.logTail.trimEnd() ?? '';
  return (
    <section className="problem crash" aria-label={`Why ${name} crashed`} data-testid="crash">
      <p className="problem-message num">
        <StateMark state="crashed" />
        <span>
          {title}
          {ago}
        </span>
      </p>
      <p className="problem-next">
        {advice}
        {attemptsSentence(restartCount)} Your files are untouched.
      </p>
      {logTail !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
        <section className="crash-log" tabIndex={0} aria-label={`Last lines of ${name}`}>
          <pre>{logTail}</pre>
        </section>
      )}
      <div className="problem-actions">
        {hasStart && (
          <Button look="primary" disabled={!isLinked} onClick={() => actions.start(id)}>
            Start {name} again
          </Button>
        )}
        <Button disabled={!isLinked} aria-label={`Show log of ${name}`} onClick={() => actions.logs(row)}>
          Show log
        </Button>
        <CopyButton text={`${title}${ago}\n${advice}\n${logTail}`.trim()} label="Copy details" />
      </div>
    </section>
  );
}
