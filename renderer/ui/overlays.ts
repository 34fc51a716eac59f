import { useEffect, useId } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The dialogs and drawers that are open, the topmost last. Native editor views lie above the page, so they hide meanwhile. */
const openOverlays = createStore<{ readonly ids: readonly string[] }>(() => ({ ids: [] }));

/**
 * Counts an overlay while it is open. True for the topmost one, which is the only one that Escape closes. The focus goes back
 * to what opened it, and where that is gone meanwhile, to the page.
 */
export function useOverlay(isOpen: boolean): boolean {
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement;
    openOverlays.setState(({ ids }) => ({ ids: [...ids, id] }));
    return () => {
      openOverlays.setState(({ ids }) => ({ ids: ids.filter((known) => known !== id) }));
      const isLast = openOverlays.getState().ids.length === 0;
      const isGone = opener === document.body || opener?.isConnected !== true;
      if (isLast && isGone) document.querySelector('main')?.focus({ preventScroll: true });
    };
  }, [id, isOpen]);
  return useStore(openOverlays, ({ ids }) => ids.at(-1) === id);
}

/** True while any overlay is open. */
export function useHasOverlay(): boolean {
  return useStore(openOverlays, ({ ids }) => ids.length > 0);
}
