import { type EditorTabInfo, findTab, type LayoutState, showHost, showTab } from '../layout-state.ts';

const indexOf = ({ tabs }: LayoutState, tabId: string) => tabs.findIndex((tab) => tab.tabId === tabId);

/** Puts a tab at a place, from 0; a pinned one stays among the pinned ones, another one behind them. */
export function moveTab(layout: LayoutState, tabId: string, toIndex: number): LayoutState {
  const from = indexOf(layout, tabId);
  const tab = layout.tabs[from];
  if (tab === undefined) return layout;
  const others = layout.tabs.toSpliced(from, 1);
  const to = placeAmong(others, tab, toIndex);
  return to === from ? layout : { ...layout, tabs: others.toSpliced(to, 0, tab) };
}

/** Puts a tab so many places to the right, or to the left. */
export function moveTabBy(layout: LayoutState, tabId: string, step: number): LayoutState {
  return moveTab(layout, tabId, indexOf(layout, tabId) + step);
}

/** Pins a tab behind the pinned ones, or puts it before all that are not pinned. */
export function setPinned(layout: LayoutState, tabId: string, isPinned: boolean): LayoutState {
  const from = indexOf(layout, tabId);
  const tab = layout.tabs[from];
  if (tab === undefined || tab.isPinned === isPinned) return layout;
  const others = layout.tabs.toSpliced(from, 1);
  const place = others.filter((other) => other.isPinned).length;
  return { ...layout, tabs: others.toSpliced(place, 0, { ...tab, isPinned }) };
}

/** The tabs that "close others" closes: all but this one and the pinned ones. */
export function othersOf({ tabs }: LayoutState, tabId: string): readonly EditorTabInfo[] {
  return tabs.filter((tab) => tab.tabId !== tabId && !tab.isPinned);
}

/** Shows the next place of the tab bar, or the one before; the host's page is the first, and the last leads back to it. */
export function showNext(layout: LayoutState, step: number): LayoutState {
  const count = layout.tabs.length + 1;
  const place = layout.activeTabId === null ? 0 : indexOf(layout, layout.activeTabId) + 1;
  const tab = layout.tabs[((((place + step) % count) + count) % count) - 1];
  return tab === undefined ? showHost(layout, layout.profileId) : showTab(layout, tab.tabId);
}

/** Opens the tab that was closed last where it was; one that is open again by other means is skipped. */
export function reopenTab(layout: LayoutState, tabId: string): LayoutState {
  const closed = layout.closedTabs.at(-1);
  if (closed === undefined) return layout;
  const { index, ...tab } = closed;
  const rest = { ...layout, closedTabs: layout.closedTabs.slice(0, -1) };
  if (findTab(layout, tab.profileId, tab.repositoryId) !== null) return reopenTab(rest, tabId);
  const opened = { ...tab, tabId };
  const tabs = rest.tabs.toSpliced(placeAmong(rest.tabs, opened, index), 0, opened);
  return showTab({ ...rest, tabs }, tabId);
}

/** The place nearest to `index` that keeps the pinned tabs in front. */
function placeAmong(others: readonly EditorTabInfo[], { isPinned }: EditorTabInfo, index: number): number {
  const pinnedCount = others.filter((other) => other.isPinned).length;
  const [least, most] = isPinned ? [0, pinnedCount] : [pinnedCount, others.length];
  return Math.min(Math.max(index, least), most);
}
