import { type LayoutState, partnerOf, showTab } from '../layout-state.ts';

/** Below this share of the width a pane holds no editor that somebody could use. */
const leastShare = 0.2;

/** A share that leaves room for both panes. */
export function clampShare(share: number): number {
  return Math.min(Math.max(share, leastShare), 1 - leastShare);
}

/** Where on the stage a tab is shown. */
export type Pane = 'whole' | 'left' | 'right';

/** The place of a tab; null while it is hidden. A phone has room for one only. */
export function paneOf(layout: LayoutState, tabId: string, hasRoom = true): Pane | null {
  const { activeTabId, split } = layout;
  if (activeTabId === null) return null;
  const isPaired = partnerOf(layout, activeTabId) !== null;
  if (!isPaired || !hasRoom) return activeTabId === tabId ? 'whole' : null;
  if (split?.leftTabId === tabId) return 'left';
  return split?.rightTabId === tabId ? 'right' : null;
}

/** The tabs that are shown, the left one first. */
export function shownTabIds(layout: LayoutState): readonly string[] {
  const { activeTabId, split } = layout;
  if (activeTabId === null) return [];
  if (split === null || partnerOf(layout, activeTabId) === null) return [activeTabId];
  return [split.leftTabId, split.rightTabId];
}

/** The tab that one would be shown beside: the shown one, for that its neighbour; null where there is no other. */
export function partnerFor({ tabs, activeTabId }: LayoutState, tabId: string): string | null {
  if (activeTabId !== null && activeTabId !== tabId) return activeTabId;
  const index = tabs.findIndex((tab) => tab.tabId === tabId);
  return (tabs[index + 1] ?? tabs[index - 1])?.tabId ?? null;
}

/** Shows two tabs side by side, in place of an earlier pair; `tabId` gets the focus. */
export function splitTabs(layout: LayoutState, tabId: string, partnerId: string, side: 'left' | 'right'): LayoutState {
  const isKnown = (id: string) => layout.tabs.some((tab) => tab.tabId === id);
  if (tabId === partnerId || !isKnown(tabId) || !isKnown(partnerId)) return layout;
  const [leftTabId, rightTabId] = side === 'left' ? [tabId, partnerId] : [partnerId, tabId];
  const leftShare = layout.split?.leftShare ?? 0.5;
  return showTab({ ...layout, split: { leftTabId, rightTabId, leftShare } }, tabId);
}

/** Shows each tab alone again. */
export function unsplit(layout: LayoutState): LayoutState {
  return { ...layout, split: null };
}

/** The two panes change places. */
export function swapPanes(layout: LayoutState): LayoutState {
  const { split } = layout;
  if (split === null) return layout;
  const { leftTabId, rightTabId, leftShare } = split;
  return { ...layout, split: { leftTabId: rightTabId, rightTabId: leftTabId, leftShare: 1 - leftShare } };
}

/** Moves the line between the panes. */
export function setLeftShare(layout: LayoutState, share: number): LayoutState {
  return layout.split === null ? layout : { ...layout, split: { ...layout.split, leftShare: clampShare(share) } };
}

/** Gives the focus to the other pane. */
export function showPartner(layout: LayoutState): LayoutState {
  const partnerId = layout.activeTabId === null ? null : partnerOf(layout, layout.activeTabId);
  return partnerId === null ? layout : showTab(layout, partnerId);
}
