import { useEffect, useId } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The dialogs and drawers that are open, the topmost last. */
const openOverlays = createStore<{ readonly ids: readonly string[] }>(() => ({ ids: [] }));
/** What else lies above the page for a moment: menus, and where a tab is dragged to. */
const openCovers = createStore<{ readonly count: number }>(() => ({ count: 0 }));

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

/** Counts a menu, or something like it, while it is open: it lies above the page, and keeps focus and Escape to itself. */
export function useCover(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    openCovers.setState(({ count }) => ({ count: count + 1 }));
    return () => openCovers.setState(({ count }) => ({ count: count - 1 }));
  }, [isOpen]);
}

/** True while anything lies above the page. Native views lie above all of the page, so they hide meanwhile. */
export function useHasCover(): boolean {
  const isCovered = useStore(openCovers, ({ count }) => count > 0);
  return useHasOverlay() || isCovered;
}

/** True while any dialog or drawer is open. */
export function useHasOverlay(): boolean {
  return useStore(openOverlays, ({ ids }) => ids.length > 0);
}
