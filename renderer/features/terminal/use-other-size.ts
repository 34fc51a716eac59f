import { useEffect } from 'react';
import type { PageClock } from '../../api/page-clock.ts';

/** After so long a view that took control has told its size too, milliseconds. */
const settledMs = 1_000;

/** Asks for the size of the terminal as soon as another view decides on it, and once more when that has told its own. */
export function useOtherSize(isOther: boolean, clock: Pick<PageClock, 'after'>, read: () => Promise<void>): void {
  useEffect(() => {
    if (!isOther) return;
    void read();
    return clock.after(settledMs, () => void read());
  }, [isOther, clock, read]);
}
