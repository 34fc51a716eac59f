import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How many dialogs and drawers are open. Native editor views lie above the page, so they hide while it is not 0. */
const openOverlays = createStore<{ readonly count: number }>(() => ({ count: 0 }));

const add = (difference: number) => openOverlays.setState(({ count }) => ({ count: count + difference }));

/** Counts an overlay while it is open. */
export function useOverlay(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    add(1);
    return () => add(-1);
  }, [isOpen]);
}

/** True while any overlay is open. */
export function useHasOverlay(): boolean {
  return useStore(openOverlays, ({ count }) => count > 0);
}
