import type { Session } from '../../../main/contract/session-words.ts';
import { doingWords } from '../../features/agents/session-words.ts';
import type { LinkView } from '../../features/link/link-view.ts';
import type { TabMark } from './tab-mark.ts';

interface TerminalMarkSources {
  readonly link: LinkView['kind'];
  /** A shell without tmux. */
  readonly isPlain: boolean;
  /** What the host tells of the session; null while it has not. */
  readonly told: Session | null;
}

/** What the tab of a terminal tells of it: first the link, then what its session does. */
export function terminalMark({ link, isPlain, told }: TerminalMarkSources): TabMark {
  if (link === 'connecting' || link === 'reconnecting') return { mark: 'reconnecting', words: 'reconnecting' };
  if (link !== 'connected') return { mark: 'disconnected', words: 'not linked' };
  if (isPlain) return { mark: 'running', words: 'ends with the link' };
  if (told === null) return { mark: 'stopped', words: 'not told by the server' };
  return { mark: told.state === 'dead' ? 'stopped' : 'running', words: doingWords(told) };
}
