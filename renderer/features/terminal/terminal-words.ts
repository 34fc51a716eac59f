import type { Session, TerminalSize } from '../../../main/contract/session-words.ts';
import { formatAgo } from '../../lib/format.ts';
import type { AttachmentState } from './attachment.ts';

const signalOf = ({ exitCode, exitSignal }: Pick<Session, 'exitCode' | 'exitSignal'>) => {
  if (exitSignal !== null) return `by ${exitSignal}`;
  return exitCode === null ? '; how is not known' : `with exit code ${exitCode}`;
};

/** How a session ended, as a sentence. */
export function endWords(
  ended: Pick<Session, 'title' | 'exitCode' | 'exitSignal' | 'endedAtMs'>,
  nowMs: number,
): string {
  const how = signalOf(ended);
  const when = ended.endedAtMs === null ? '' : `, ${formatAgo(ended.endedAtMs, nowMs)}`;
  return `${ended.title} ended${how.startsWith(';') ? how : ` ${how}`}${when}.`;
}

interface FootWords {
  readonly state: AttachmentState;
  readonly told: Session | null;
  readonly isTmuxMissing: boolean;
  readonly otherSize: TerminalSize | null;
}

/** What the foot of a terminal tells of it while nothing is wrong. */
export function footWords({ state, told, isTmuxMissing, otherSize }: FootWords): string {
  const { phase, isKept, isControlling } = state;
  if (phase.kind === 'opening') return 'Attaching…';
  if (isKept === false) {
    return isTmuxMissing
      ? 'There is no tmux on this server: this shell ends with the link'
      : 'A plain shell: it ends with the link';
  }
  if (phase.kind === 'open' && !isControlling) {
    const size = otherSize === null ? '' : ` (${otherSize.columns} × ${otherSize.rows})`;
    return `Another view decides on the size${size}`;
  }
  const others = (told?.viewerCount ?? 1) - 1;
  const seen = others > 0 ? ` · seen in ${others === 1 ? 'one more place' : `${others} more places`}` : '';
  return `Goes on without the link${seen}`;
}
