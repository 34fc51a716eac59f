import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ViewState } from '../../../main/contract/views.ts';

/** What a tab's page shows, and whether that is news to the user. */
export interface TabView extends ViewState {
  /** It changed or finished while nobody saw it. */
  readonly isUnread: boolean;
  /** The user waits for a page that takes no input, and sees it meanwhile. */
  readonly isWaitedFor: boolean;
}

/** By tab id; a tab without an entry has told nothing. */
export type TabViews = Readonly<Record<string, TabView>>;

/** What the pages in the tabs tell of themselves. */
export interface ViewStatesModel {
  readonly store: StoreApi<TabViews>;
  /** Takes what a view tells; `isSeen` while its tab is shown. */
  take(state: ViewState, isSeen: boolean): void;
  /** The same for an editor in a frame, which tells only when it is there. */
  takeFrame(tabId: string, isLoading: boolean, isSeen: boolean): void;
  /** The user looks at it. */
  see(tabId: string): void;
  /** The user waits for a page that takes no input. */
  waitFor(tabId: string): void;
  /** Its page is gone. */
  forget(tabId: string): void;
}

const silent: Omit<ViewState, 'tabId'> = {
  title: '',
  icon: null,
  isLoading: false,
  isFocused: false,
  isFullscreen: false,
  zoomFactor: 1,
  condition: 'live',
  found: null,
};

/** Makes the model; nothing was told. */
export function createViewStates(): ViewStatesModel {
  const store = createStore<TabViews>(() => ({}));
  const take = (state: ViewState, isSeen: boolean) => {
    const before = store.getState()[state.tabId];
    const isUnread = !isSeen && (before?.isUnread === true || isNews(before, state));
    const isWaitedFor = state.condition === 'unresponsive' && before?.isWaitedFor === true;
    store.setState({ [state.tabId]: { ...state, isUnread, isWaitedFor } });
  };
  const change = (tabId: string, part: Partial<TabView>) => {
    const known = store.getState()[tabId];
    if (known !== undefined) store.setState({ [tabId]: { ...known, ...part } });
  };
  return {
    store,
    take,
    takeFrame: (tabId, isLoading, isSeen) =>
      take({ ...silent, tabId, isLoading, condition: isLoading ? 'loading' : 'live' }, isSeen),
    see(tabId) {
      if (store.getState()[tabId]?.isUnread === true) change(tabId, { isUnread: false });
    },
    waitFor: (tabId) => change(tabId, { isWaitedFor: true }),
    forget(tabId) {
      const { [tabId]: _gone, ...others } = store.getState();
      store.setState(others, true);
    },
  };
}

/** A page that finished loading, or calls itself something else; not what comes of unloading and loading it again. */
function isNews(before: TabView | undefined, { condition, isLoading, title }: ViewState): boolean {
  if (before === undefined || condition !== 'live') return false;
  const hasLoaded = before.condition === 'loading' && !isLoading;
  return hasLoaded || (before.condition === 'live' && !isLoading && before.title !== '' && before.title !== title);
}
