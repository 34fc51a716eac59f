import type { Session, SessionList } from '../../contract/session-words.ts';
import type { ToldSession, ToldSessionList } from './told-sessions.ts';

/** Readings that are closer than this tell more of the clock than of the program. */
const leastMs = 1_000;

interface Reading {
  readonly startedAtMs: number;
  readonly processorMs: number;
  readonly atMs: number;
  readonly share: number | null;
}

const asSession = (
  { sentAtMs: _sentAtMs, toldAtMs: _toldAtMs, ...row }: ToldSession,
  share: number | null,
): Session => ({
  ...row,
  processorShare: share,
});

/** How busy the sessions of one host are, from what was told of them before. */
export class ProcessorShares {
  #readings = new Map<string, Reading>();

  /** The list with the share of each session; `atMs` is when it was told. */
  complete(list: ToldSessionList, atMs: number): SessionList {
    const next = new Map<string, Reading>();
    const sessions = list.sessions.map((row): Session => {
      const reading = this.#read(row, atMs);
      if (reading !== null) next.set(row.id, reading);
      return asSession(row, reading?.share ?? null);
    });
    this.#readings = next;
    return { ...list, sessions };
  }

  /** The same for one that was told alone; what is known of the others stays. */
  completeOne(row: ToldSession): Session {
    const known = this.#readings.get(row.id);
    const isSameRun = known?.startedAtMs === row.startedAtMs && row.processorMs !== null;
    return asSession(row, isSameRun ? (known?.share ?? null) : null);
  }

  #read({ id, startedAtMs, processorMs }: ToldSession, atMs: number): Reading | null {
    if (processorMs === null) return null;
    const before = this.#readings.get(id);
    const first = { startedAtMs, processorMs, atMs, share: null };
    // A tree that lost a process has used less than before; what it uses now is told by the next reading.
    if (before === undefined || before.startedAtMs !== startedAtMs || processorMs < before.processorMs) return first;
    const elapsedMs = atMs - before.atMs;
    if (elapsedMs < 0) return first;
    if (elapsedMs < leastMs) return before;
    return { ...first, share: Math.round(((processorMs - before.processorMs) / elapsedMs) * 100) / 100 };
  }
}
