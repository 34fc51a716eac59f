import type { ProcessRow, ProcessUpdate } from '../../../main/contract/processes.ts';
import type { StatsItem } from '../../../main/contract/stats.ts';

/** What a host tells about its processes at one moment: all of them, or what changed. */
export type ProcessesItem = Extract<StatsItem, { type: 'processes' }>;

/**
 * Takes what was told into the rows by pid. A row that changed is another object, all others stay the same ones, so that
 * whoever shows them draws only what changed.
 */
export function applyProcesses(rows: Map<number, ProcessRow>, item: ProcessesItem): void {
  if (item.isWhole) rows.clear();
  // A pid may be gone and given to another process between two readings.
  for (const pid of item.gone) rows.delete(pid);
  for (const row of item.rows) rows.set(row.pid, row);
  for (const update of item.updates) {
    const known = rows.get(update.pid);
    if (known !== undefined && differs(known, update)) rows.set(update.pid, { ...known, ...update });
  }
}

function differs(known: ProcessRow, update: ProcessUpdate): boolean {
  return (
    known.cpuShare !== update.cpuShare ||
    known.memoryBytes !== update.memoryBytes ||
    known.proportionalBytes !== update.proportionalBytes ||
    known.state !== update.state
  );
}

/** What tells a process from another one that had its pid before. */
export function identityOf({ pid, startTicks }: Pick<ProcessRow, 'pid' | 'startTicks'>): string {
  return `${pid}:${startTicks}`;
}

/** The row of a process as it is at the last reading; null when it is gone, also when another one has its pid. */
export function liveRow(
  rows: ReadonlyMap<number, ProcessRow>,
  { pid, startTicks }: Pick<ProcessRow, 'pid' | 'startTicks'>,
): ProcessRow | null {
  const row = rows.get(pid);
  return row?.startTicks === startTicks ? row : null;
}

/** What a process takes, bytes: its share of shared pages where that was read, as for Berth's own, else what is resident. */
export function memoryOf({ proportionalBytes, memoryBytes }: ProcessUpdate): number {
  return proportionalBytes ?? memoryBytes;
}
