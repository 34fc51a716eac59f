import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask } from '../../api/problem.ts';

/** The search in the page of a tab, and how often it was asked for; null while there is none. */
export type FindState = { readonly tabId: string; readonly text: string; readonly askedTimes: number } | null;

/** Seeks texts in native views. */
export interface FindModel {
  readonly store: StoreApi<FindState>;
  /** Opens the search of a tab, or goes back to its field; the one of another tab ends. */
  open(tabId: string): void;
  /** Seeks another text; an empty one seeks nothing. */
  seek(text: string): void;
  /** Goes to the match after the present one, or before it. */
  next(isForward: boolean): void;
  /** Ends the search and gives the keys back to the view. */
  close(): void;
}

/** Makes the model; nothing is sought. */
export function createFindModel({ views }: Pick<BerthClient, 'views'>): FindModel {
  const store = createStore<FindState>(() => null);
  // A view that is gone meanwhile has nothing to be found in, and its tab says so.
  const stop = (tabId: string) => void ask(() => views.stopFind({ tabId }));
  const find = (isForward: boolean, isNext: boolean) => {
    const state = store.getState();
    if (state === null || state.text === '') return;
    const { tabId, text } = state;
    void ask(() => views.find({ tabId, text, isForward, isNext }));
  };
  return {
    store,
    open(tabId) {
      const known = store.getState();
      const isOpen = known?.tabId === tabId;
      if (known !== null && !isOpen) stop(known.tabId);
      store.setState({ tabId, text: isOpen ? known.text : '', askedTimes: isOpen ? known.askedTimes + 1 : 1 }, true);
    },
    seek(text) {
      const known = store.getState();
      if (known === null) return;
      store.setState({ ...known, text }, true);
      if (text === '') stop(known.tabId);
      else find(true, false);
    },
    next: (isForward) => find(isForward, true),
    close() {
      const known = store.getState();
      if (known === null) return;
      store.setState(null, true);
      stop(known.tabId);
      void ask(() => views.focus({ tabId: known.tabId }));
    },
  };
}
