import type { Session, SessionState, SessionTrouble, StateSource } from '../../../main/contract/session-words.ts';
import { formatAgo, formatDuration } from '../../lib/format.ts';

/** The word of each state of an agent. */
export const stateWords: Readonly<Record<SessionState, string>> = {
  working: 'working',
  waiting: 'waits for you',
  done: 'done',
  dead: 'ended',
  unknown: 'state unknown',
};

/** How a state is known, as it stands behind the state. */
export const sourceWords: Readonly<Record<StateSource, string>> = {
  exit: 'told by its exit',
  hook: 'told by its hook',
  processes: 'seen by its processes',
  bell: 'it rang the bell',
  title: 'told by its title',
  screen: 'read from its screen',
  activity: 'judged by its output',
  none: 'nothing says it',
};

const troubleSentences: Readonly<Record<SessionTrouble, string>> = {
  'usage-limit': 'It ran into its usage limit. It goes on when that is reset, or with another model.',
  'not-signed-in': 'It is not signed in. Open its terminal and sign in there.',
  memory: 'It ran into its memory limit. Give its preset a higher one, or let it do less at once.',
  'program-missing': 'Its program is not on this server. Install it there, or name another one in its preset.',
};

/** Why an agent that looks idle is not, and what helps, as sentences. */
export function troubleWords(trouble: SessionTrouble): string {
  return troubleSentences[trouble];
}

type Stated = Pick<Session, 'kind' | 'state' | 'exitCode' | 'exitSignal'>;

/** What a session does, in a few words: "waits for you", "ended with code 2". */
export function doingWords({ kind, state, exitCode, exitSignal }: Stated): string {
  if (state === 'dead') {
    if (exitSignal !== null) return `ended by ${exitSignal}`;
    return exitCode === null || exitCode === 0 ? 'ended' : `ended with code ${exitCode}`;
  }
  return kind === 'terminal' && state === 'done' ? 'at its prompt' : stateWords[state];
}

/** The end of a program that did not end well. */
export function isBadEnd({ state, exitCode, exitSignal }: Omit<Stated, 'kind'>): boolean {
  return state === 'dead' && (exitSignal !== null || (exitCode ?? 0) !== 0);
}

/** For how long a state lasts, or how long ago it ended, at a moment; empty while that is not known. */
export function lastingWords({ state, stateSinceMs }: Pick<Session, 'state' | 'stateSinceMs'>, nowMs: number): string {
  if (stateSinceMs === null) return '';
  return state === 'dead' ? formatAgo(stateSinceMs, nowMs) : formatDuration((nowMs - stateSinceMs) / 1000);
}

/** What runs in it: the preset with its model, or that it is a terminal. */
export function programOf({ kind, preset, model }: Pick<Session, 'kind' | 'preset' | 'model'>): string {
  if (kind === 'terminal') return 'terminal';
  return [preset ?? 'agent', model].filter((word) => word !== null).join(' · ');
}
