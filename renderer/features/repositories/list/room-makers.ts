import type { Problem } from '../../../api/problem.ts';
import type { RepositoryRow } from './repository-rows.ts';

/** A running repository that would make room when it sleeps. */
export interface RoomMaker {
  readonly id: string;
  readonly name: string;
  /** What the host says of it: "612 MB, idle for 41 min". */
  readonly note: string;
}

/** More buttons than this are a list, not a way on. */
const maxCount = 4;

/**
 * The running repositories that a start refused for want of memory names, in the host's order: idle ones first. A
 * host's words only count where they name one row, so that no button says what the page does not know, or ends another.
 */
export function roomMakers(problem: Problem, rows: readonly RepositoryRow[]): readonly RoomMaker[] {
  if (problem.kind !== 'out-of-memory' || problem.detail === null) return [];
  const running = rows.filter(({ state }) => state === 'running');
  const makers: RoomMaker[] = [];
  for (const line of problem.detail.split('\n')) {
    const fitting = running.filter(({ name }) => line.startsWith(`${name}: `));
    const [row, other] = fitting.sort((one, another) => another.name.length - one.name.length);
    if (row === undefined || other?.name === row.name || makers.some(({ id }) => id === row.id)) continue;
    makers.push({ id: row.id, name: row.name, note: line.slice(row.name.length + 2).trim() });
  }
  return makers.slice(0, maxCount);
}
