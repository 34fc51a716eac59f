import { useState } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { liveRow } from '../process-table.ts';

/** The processes that decide the lines of a table, and how far they are behind. */
export interface HeldRows {
  /** As they were when the order was made. */
  readonly basis: readonly ProcessRow[];
  /** How many started and ended since. */
  readonly startedCount: number;
  readonly endedCount: number;
  /** Puts everything in order once, although somebody is on the table. */
  readonly renew: () => void;
}

interface Basis {
  readonly reading: number;
  readonly rows: readonly ProcessRow[];
}

/**
 * Keeps the order of a table still while somebody points at it or has the focus in it, so that no line moves away under a
 * click; the figures in the lines go on.
 */
export function useHeldRows(rows: ReadonlyMap<number, ProcessRow>, reading: number, isHeld: boolean): HeldRows {
  const [basis, setBasis] = useState<Basis>(() => ({ reading, rows: [...rows.values()] }));
  const renew = () => setBasis({ reading, rows: [...rows.values()] });
  if (basis.reading !== reading && !isHeld) renew();
  const isBehind = basis.reading !== reading;
  const endedCount = isBehind ? basis.rows.filter((row) => liveRow(rows, row) === null).length : 0;
  const startedCount = isBehind ? rows.size - (basis.rows.length - endedCount) : 0;
  return { basis: basis.rows, startedCount, endedCount, renew };
}
