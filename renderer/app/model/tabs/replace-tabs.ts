import type { LayoutState, TabTarget } from '../layout-state.ts';

/** What takes the place of something in the tab bar, on the same host. */
interface Replacement extends Pick<TabTarget, 'profileId'> {
  readonly repositoryId: string;
  readonly nextRepositoryId: string;
}

/**
 * Shows something else in every tab of a repository or session: in the same places, panes and sizes, pinned where they were.
 * They are tabs of their own, because a view belongs to what it shows.
 */
export function replaceTabs(
  layout: LayoutState,
  { profileId, repositoryId, nextRepositoryId }: Replacement,
  makeTabId: () => string,
): LayoutState {
  const nextIds = new Map(
    layout.tabs
      .filter((tab) => tab.profileId === profileId && tab.repositoryId === repositoryId)
      .map(({ tabId }) => [tabId, makeTabId()]),
  );
  if (nextIds.size === 0) return layout;
  const next = (tabId: string) => nextIds.get(tabId) ?? tabId;
  const { activeTabId, split } = layout;
  return {
    ...layout,
    tabs: layout.tabs.map((tab) =>
      nextIds.has(tab.tabId) ? { ...tab, tabId: next(tab.tabId), repositoryId: nextRepositoryId } : tab,
    ),
    activeTabId: activeTabId === null ? null : next(activeTabId),
    split: split && { ...split, leftTabId: next(split.leftTabId), rightTabId: next(split.rightTabId) },
  };
}
