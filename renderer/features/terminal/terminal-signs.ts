import { createStore, type StoreApi } from 'zustand/vanilla';
import { cleanTitle } from './clean-title.ts';

/** What a terminal tells of itself in its tab. */
interface TerminalSigns {
  /** As its program calls it; empty while it does not. */
  readonly title: string;
  /** It rang while nobody saw it. */
  readonly isUnread: boolean;
}

/** By tab id. */
export interface TerminalSignsModel {
  readonly store: StoreApi<Readonly<Record<string, TerminalSigns>>>;
  takeTitle(tabId: string, title: string): void;
  /** Its bell rang. */
  ring(tabId: string, isShown: boolean): void;
  /** Somebody looks at it. */
  see(tabId: string): void;
  forget(tabId: string): void;
}

const none: TerminalSigns = { title: '', isUnread: false };

/** Makes the model; nothing has told anything yet. */
export function createTerminalSigns(): TerminalSignsModel {
  const store = createStore<Readonly<Record<string, TerminalSigns>>>(() => ({}));
  const change = (tabId: string, part: Partial<TerminalSigns>) =>
    store.setState((all) => ({ ...all, [tabId]: { ...(all[tabId] ?? none), ...part } }), true);
  return {
    store,
    takeTitle(tabId, title) {
      const clean = cleanTitle(title);
      if (clean !== (store.getState()[tabId]?.title ?? '')) change(tabId, { title: clean });
    },
    ring(tabId, isShown) {
      if (!isShown) change(tabId, { isUnread: true });
    },
    see(tabId) {
      if (store.getState()[tabId]?.isUnread === true) change(tabId, { isUnread: false });
    },
    forget(tabId) {
      const { [tabId]: _gone, ...others } = store.getState();
      if (_gone !== undefined) store.setState(others, true);
    },
  };
}
