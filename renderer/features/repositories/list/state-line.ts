import { endWords } from '../../../lib/end-words.ts';
import { countOf, formatAgo, formatDuration } from '../../../lib/format.ts';
import { currentStep } from '../../../lib/operation-progress.ts';
import type { RepositoryRow, RowState } from './repository-rows.ts';

/** The state of a repository in a line: a word with its age, and what else is worth knowing. */
export interface StateLine {
  readonly words: string;
  readonly note: string | null;
  readonly isBad: boolean;
}

/** The word of each state. */
export const stateWords: Record<RowState, string> = {
  starting: 'starting',
  stopping: 'stopping',
  running: 'running',
  suspended: 'asleep',
  stopped: 'stopped',
  crashed: 'crashed',
};

/** Shorter pauses are part of working. */
const notableIdleSeconds = 300;

/** Says what a repository is doing and since when; `nowMs` is the wall clock, epoch milliseconds. */
export function stateLine(row: RepositoryRow, nowMs: number): StateLine {
  const { state, operation, startedAtMs, sinceMs, ended } = row;
  const calm = (words: string, note: string | null = null): StateLine => ({ words, note, isBad: false });
  const age = (fromMs: number | null) => (fromMs === null ? '' : ` ${formatDuration((nowMs - fromMs) / 1000)}`);
  switch (state) {
    case 'starting':
    case 'stopping': {
      const step = operation?.isRunning === true ? currentStep(operation.steps) : null;
      return calm(stateWords[state], step?.title ?? null);
    }
    case 'running':
      return calm(`running${age(startedAtMs)}`, runningNote(row));
    case 'suspended':
      return calm(`asleep${age(sinceMs)}`);
    case 'crashed': {
      const endedAtMs = ended?.atMs ?? sinceMs;
      return {
        words: ended === null ? 'crashed' : endWords(ended),
        note: endedAtMs === null ? null : formatAgo(endedAtMs, nowMs),
        isBad: true,
      };
    }
    case 'stopped':
      return calm('stopped');
  }
}

/** How long ago an editor was opened; empty when that is not known. */
export function openedWords(lastOpenedAtMs: number | null, nowMs: number): string {
  return lastOpenedAtMs === null ? '' : formatAgo(lastOpenedAtMs, nowMs);
}

function runningNote({ idleSeconds, restartCount }: RepositoryRow): string | null {
  if (restartCount > 0) return `started again ${restartCount === 1 ? 'once' : countOf(restartCount, 'time')}`;
  return idleSeconds !== null && idleSeconds >= notableIdleSeconds ? `idle ${formatDuration(idleSeconds)}` : null;
}

/** What one click does in each state. */
export interface PrimaryAction {
  readonly kind: 'open' | 'start';
  readonly label: 'Open' | 'Start' | 'Wake' | 'Start again';
}

/** The one action of a row; null while something is done with it. */
export function primaryAction({ state }: Pick<RepositoryRow, 'state'>): PrimaryAction | null {
  switch (state) {
    case 'running':
      return { kind: 'open', label: 'Open' };
    case 'suspended':
      return { kind: 'start', label: 'Wake' };
    case 'crashed':
      return { kind: 'start', label: 'Start again' };
    case 'stopped':
      return { kind: 'start', label: 'Start' };
    default:
      return null;
  }
}
