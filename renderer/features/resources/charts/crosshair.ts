import { createStore, type StoreApi } from 'zustand/vanilla';

/** The moment that all charts of a page point at, host clock, epoch milliseconds; null is none. */
export interface CrosshairState {
  readonly atMs: number | null;
}

export type Crosshair = StoreApi<CrosshairState>;

/** Makes a crosshair that points at nothing. */
export function createCrosshair(): Crosshair {
  return createStore<CrosshairState>(() => ({ atMs: null }));
}

/** The place of the moment that lies nearest; null when there is none. `atMs` is in order. */
export function nearestIndex(atMs: readonly number[], wantedMs: number | null): number | null {
  if (wantedMs === null || atMs.length === 0) return null;
  let low = 0;
  let high = atMs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) < wantedMs) low = middle + 1;
    else high = middle;
  }
  const before = atMs[low - 1];
  return before !== undefined && wantedMs - before <= (atMs[low] ?? 0) - wantedMs ? low - 1 : low;
}

const bigStep = 12;

/** Where a key moves the crosshair to, among so many moments; null lets it go, undefined is no key of ours. */
export function moveCrosshair(
  key: string,
  isFar: boolean,
  index: number | null,
  count: number,
): number | null | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const from = index ?? last;
  const step = isFar ? bigStep : 1;
  const wanted = {
    ArrowLeft: from - step,
    ArrowDown: from - step,
    ArrowRight: from + step,
    ArrowUp: from + step,
    PageDown: from - bigStep,
    PageUp: from + bigStep,
    Home: 0,
    End: last,
  }[key];
  if (wanted === undefined) return key === 'Escape' && index !== null ? null : undefined;
  return Math.max(0, Math.min(wanted, last));
}
