import type { ReactNode } from 'react';
import type { Session } from '../../../main/contract/session-words.ts';
import type { Problem } from '../../api/problem.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { type MarkState, StateMark } from '../../ui/StateMark.tsx';
import type { AttachPhase } from './attachment.ts';
import { endWords } from './terminal-words.ts';

/** What can be done about a terminal that is not there. */
export interface NoticeActions {
  readonly onAgain: () => void;
  readonly onClose: () => void;
  /** Starts what ended once more; absent where nothing is known of it. */
  readonly onStartAgain?: (() => void) | undefined;
  /** Takes up the conversation of an agent that ended. */
  readonly onResume?: (() => Promise<boolean>) | undefined;
  /** Removes a session that ended from its server, with its last screen. */
  readonly onRemove?: (() => void) | undefined;
}

interface TerminalNoticeProps extends NoticeActions {
  readonly phase: AttachPhase;
  readonly name: string;
  /** What the host tells of the session; null for a plain shell. */
  readonly told: Session | null;
  readonly isPlain: boolean;
  readonly isLinked: boolean;
  readonly isBusy: boolean;
  /** Why it did not start again; null while nobody tried. */
  readonly failedAgain: Problem | null;
}

/** A line below the last picture: the terminal is away, or has ended. Nothing while it is there. */
export function TerminalNotice(props: TerminalNoticeProps) {
  const nowMs = useNow();
  const { phase, name, told, isPlain, isLinked, isBusy, failedAgain } = props;
  const { onAgain, onClose, onStartAgain, onResume, onRemove } = props;
  if (told?.state === 'dead' && phase.kind !== 'away') {
    return (
      <Line mark="stopped" words={endWords(told, nowMs)} problem={failedAgain}>
        {onResume !== undefined && (
          <Button isSmall look="primary" isBusy={isBusy} onClick={() => void onResume()}>
            Resume the conversation
          </Button>
        )}
        {onStartAgain !== undefined && (
          <Button isSmall look={onResume === undefined ? 'primary' : 'plain'} isBusy={isBusy} onClick={onStartAgain}>
            Start again
          </Button>
        )}
        <Button isSmall onClick={onClose}>
          Close
        </Button>
        {onRemove !== undefined && (
          <Button isSmall look="quiet" isBusy={isBusy} onClick={onRemove}>
            Remove it
          </Button>
        )}
      </Line>
    );
  }
  if (phase.kind === 'away') {
    // The line about the link says all of it.
    if (!isLinked && !isPlain) return null;
    const why = phase.problem?.message ?? 'Berth itself does not answer.';
    const rest = isPlain ? 'This shell has ended with the link; another one begins.' : 'What runs here goes on.';
    return (
      <Line mark={phase.isRetried ? 'reconnecting' : 'failed'} words={`${why} ${rest}`}>
        {phase.isRetried ? (
          <span className="dim">Attaching again by itself…</span>
        ) : (
          <Button isSmall look="primary" onClick={onAgain}>
            Attach again
          </Button>
        )}
      </Line>
    );
  }
  if (phase.kind !== 'closed') return null;
  const isEnded = phase.reason === 'ended';
  return (
    <Line mark="stopped" words={isEnded ? `${name} ended.` : 'This view was detached. What runs here goes on.'}>
      {isEnded ? (
        <Button isSmall look="primary" isBusy={isBusy} onClick={isPlain ? onAgain : (onStartAgain ?? onAgain)}>
          Start again
        </Button>
      ) : (
        <Button isSmall look="primary" onClick={onAgain}>
          Attach again
        </Button>
      )}
      <Button isSmall onClick={onClose}>
        Close
      </Button>
    </Line>
  );
}

interface LineProps {
  readonly mark: MarkState;
  readonly words: string;
  /** Why it did not start again. */
  readonly problem?: Problem | null;
  readonly children: ReactNode;
}

function Line({ mark, words, problem = null, children }: LineProps) {
  return (
    <div className="terminal-notice num">
      <StateMark state={mark} />
      <span role="status">{words}</span>
      <span className="terminal-notice-actions">{children}</span>
      {problem !== null && (
        <span role="alert" className="terminal-notice-problem">
          It did not start again: {problem.message} {problem.nextStep}
        </span>
      )}
    </div>
  );
}
