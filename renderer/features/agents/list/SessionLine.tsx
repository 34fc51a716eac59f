import { Ellipsis, Eye } from 'lucide-react';
import type { Session } from '../../../../main/contract/session-words.ts';
import { countOf, formatBytes } from '../../../lib/format.ts';
import { useNow, useNowText } from '../../../lib/use-now.ts';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { SessionMark } from '../SessionMark.tsx';
import type { SessionHands } from '../session-hands.ts';
import { doingWords, isBadEnd, lastingWords, programOf, sourceWords, troubleWords } from '../session-words.ts';
import type { SessionOperation } from '../sessions-model.ts';
import { QuickActions } from './QuickActions.tsx';
import { SessionOutcome } from './SessionOutcome.tsx';
import { sessionMenu } from './session-menu.ts';

interface SessionLineProps {
  readonly session: Session;
  readonly operation: SessionOperation | null;
  readonly isLinked: boolean;
  readonly hands: SessionHands;
}

/** From this share of its limit on, the memory of a session warns. */
const warnShare = 0.8;

/** One terminal or agent: what it does and how that is known, what it takes, and the button that its state asks for. */
export function SessionLine({ session, operation, isLinked, hands }: SessionLineProps) {
  const { id, title, state, stateSource, stateDetail, trouble, worktreeBranch, path, viewerCount } = session;
  const isDisabled = !isLinked || operation?.isRunning === true;
  const lasting = useNowText((nowMs) => lastingWords(session, nowMs));
  const age = useAge(session.startedAtMs);
  return (
    <li className="session" data-state={state} data-testid={`session-${id}`}>
      <div className="session-name">
        <SessionMark state={state} />
        <button
          type="button"
          className="session-open cut"
          title={path}
          disabled={!isLinked}
          onClick={() => hands.show(session)}
        >
          {title}
        </button>
        <span className="session-program cut faint">{programOf(session)}</span>
      </div>
      <p className="session-state" title={`${doingWords(session)} ${lasting} · ${sourceWords[stateSource]}`}>
        <span className={isBadEnd(session) ? 'bad' : state === 'waiting' ? 'warn' : undefined}>
          {doingWords(session)}
        </span>
        {lasting !== '' && <span className="num"> {lasting}</span>}
        <span className="faint"> · {sourceWords[stateSource]}</span>
      </p>
      <SessionFigures session={session} age={age} />
      <span className="session-viewers num faint" title={`${countOf(viewerCount, 'view')} attached`}>
        {viewerCount > 0 && (
          <>
            <Eye size={13} aria-hidden="true" /> {viewerCount}
            <span className="hidden-text"> {viewerCount === 1 ? 'view is' : 'views are'} attached</span>
          </>
        )}
      </span>
      <span className="session-buttons">
        <QuickActions session={session} isDisabled={isDisabled} hands={hands} />
        <DropMenu label={`More for ${title}`} entries={sessionMenu(session, hands, isDisabled)}>
          <Ellipsis size={15} aria-hidden="true" />
        </DropMenu>
      </span>
      {(stateDetail !== null || worktreeBranch !== null) && (
        <p className="session-detail cut">
          {worktreeBranch !== null && (
            <span className="faint mono" title="In a worktree of its own, on this branch">
              ⎇ {worktreeBranch}{' '}
            </span>
          )}
          {stateDetail}
        </p>
      )}
      {trouble !== null && <p className="session-trouble warn">{troubleWords(trouble)}</p>}
      {operation !== null && <SessionOutcome session={session} operation={operation} hands={hands} />}
    </li>
  );
}

/** When it was started, as a length that grows. */
function useAge(startedAtMs: number): string {
  const nowMs = useNow();
  const seconds = Math.max(0, (nowMs - startedAtMs) / 1000);
  if (seconds < 60) return '< 1 min';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

function SessionFigures({ session, age }: { readonly session: Session; readonly age: string }) {
  const { processorShare, memoryBytes, memoryLimitBytes } = session;
  const share = memoryBytes === null || memoryLimitBytes === null ? null : memoryBytes / memoryLimitBytes;
  const isHigh = share !== null && share >= warnShare;
  return (
    <>
      <span className="session-age num dim" title={`Started ${new Date(session.startedAtMs).toLocaleString('en')}`}>
        <span className="session-label">age </span>
        {age}
      </span>
      <span className="session-cpu num">
        <span className="session-label">CPU </span>
        {processorShare === null ? <span className="faint">–</span> : `${Math.round(processorShare * 100)} %`}
      </span>
      <span className="session-memory num" data-high={isHigh}>
        {memoryBytes === null ? <span className="faint">–</span> : formatBytes(memoryBytes)}
        {memoryBytes !== null && memoryLimitBytes !== null && (
          <>
            <span className="faint"> of {formatBytes(memoryLimitBytes)}</span>
            {isHigh && <span className="hidden-text">, nearly all it may have</span>}
            <span className="session-bar" aria-hidden="true">
              <span style={{ width: `${Math.min(1, share ?? 0) * 100}%` }} />
            </span>
          </>
        )}
      </span>
    </>
  );
}
