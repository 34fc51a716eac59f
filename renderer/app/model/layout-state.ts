/** What a tab shows. */
export interface TabTarget {
  readonly tabId: string;
  readonly profileId: string;
  readonly repositoryId: string;
}

/** One editor tab. */
export interface EditorTabInfo extends TabTarget {
  /** Pinned tabs come before all others, and no key and no "close others" closes them. */
  readonly isPinned: boolean;
  /** How large its page is drawn, times the usual size; only native views can be asked for another one. */
  readonly zoomFactor: number;
}

/** A tab that was closed, and where it was. */
export interface ClosedTab extends Omit<EditorTabInfo, 'tabId'> {
  readonly index: number;
}

/** Two tabs that are shown side by side whenever one of them is shown. */
export interface Split {
  readonly leftTabId: string;
  readonly rightTabId: string;
  /** Width of the left one, as a share of both. */
  readonly leftShare: number;
}

/** The parts of a host's page, in the order of their tabs. */
export const hostSections = ['overview', 'sessions', 'processes', 'resources', 'ports', 'logs', 'alerts'] as const;
export type HostSection = (typeof hostSections)[number];

/** What is where on the page. */
export interface LayoutState {
  /** The selected host; null for the page of all of them. */
  readonly profileId: string | null;
  /** In the order of their places; a tab never moves by itself. */
  readonly tabs: readonly EditorTabInfo[];
  /** The tab that has the focus; null is the page of the selected host, or of all. */
  readonly activeTabId: string | null;
  readonly split: Split | null;
  /** The last one that was closed comes last. */
  readonly closedTabs: readonly ClosedTab[];
  readonly isSidebarHidden: boolean;
  /** The part of each host's page that was looked at last, by profile id; the overview where there is none. */
  readonly sections: Readonly<Record<string, HostSection>>;
}

/** Nothing selected, nothing open. */
export const emptyLayout: LayoutState = {
  profileId: null,
  tabs: [],
  activeTabId: null,
  split: null,
  closedTabs: [],
  isSidebarHidden: false,
  sections: {},
};

/** So many closed tabs can be opened again. */
const closedTabCount = 20;

/** Shows the page of a host. */
export function showHost(layout: LayoutState, profileId: string | null): LayoutState {
  return { ...layout, profileId, activeTabId: null };
}

/** Shows a part of a host's page. */
export function showSection(layout: LayoutState, profileId: string, section: HostSection): LayoutState {
  return { ...showHost(layout, profileId), sections: { ...layout.sections, [profileId]: section } };
}

/** Which part of a host's page is shown, or was the last time. */
export function sectionOf({ sections }: Pick<LayoutState, 'sections'>, profileId: string): HostSection {
  return sections[profileId] ?? 'overview';
}

/** Shows the page of all hosts. */
export function showFleet(layout: LayoutState): LayoutState {
  return showHost(layout, null);
}

/** Shows a tab and selects its host. */
export function showTab(layout: LayoutState, tabId: string): LayoutState {
  const tab = layout.tabs.find((known) => known.tabId === tabId);
  return tab === undefined ? layout : { ...layout, activeTabId: tabId, profileId: tab.profileId };
}

/** Finds the tab of a repository. */
export function findTab(layout: LayoutState, profileId: string, repositoryId: string): EditorTabInfo | null {
  return layout.tabs.find((tab) => tab.profileId === profileId && tab.repositoryId === repositoryId) ?? null;
}

/** Shows the tab of a repository, as a new one at the end when there is none. */
export function showRepository(layout: LayoutState, { tabId, profileId, repositoryId }: TabTarget): LayoutState {
  const known = findTab(layout, profileId, repositoryId);
  if (known !== null) return showTab(layout, known.tabId);
  const added: EditorTabInfo = { tabId, profileId, repositoryId, isPinned: false, zoomFactor: 1 };
  return showTab({ ...layout, tabs: [...layout.tabs, added] }, tabId);
}

/** Notes how large the page of a tab is drawn. */
export function setZoom(layout: LayoutState, tabId: string, zoomFactor: number): LayoutState {
  const index = layout.tabs.findIndex((tab) => tab.tabId === tabId);
  const tab = layout.tabs[index];
  if (tab === undefined || tab.zoomFactor === zoomFactor) return layout;
  return { ...layout, tabs: layout.tabs.with(index, { ...tab, zoomFactor }) };
}

/** Removes a tab; when it was shown, the one beside it is, else its right neighbour, its left one, or the host's page. */
export function closeTab(layout: LayoutState, tabId: string): LayoutState {
  const index = layout.tabs.findIndex((tab) => tab.tabId === tabId);
  const tab = layout.tabs[index];
  if (tab === undefined) return layout;
  const { tabId: _closed, ...known } = tab;
  const tabs = layout.tabs.toSpliced(index, 1);
  const partnerId = partnerOf(layout, tabId);
  const split = partnerId === null ? layout.split : null;
  const closedTabs = [...layout.closedTabs, { ...known, index }].slice(-closedTabCount);
  const rest = { ...layout, tabs, split, closedTabs };
  if (layout.activeTabId !== tabId) return rest;
  const nextId = partnerId ?? (tabs[index] ?? tabs[index - 1])?.tabId;
  return nextId === undefined ? { ...rest, activeTabId: null } : showTab(rest, nextId);
}

/** The tab that is shown beside this one; null when it is shown alone. */
export function partnerOf({ split }: Pick<LayoutState, 'split'>, tabId: string): string | null {
  if (split?.leftTabId === tabId) return split.rightTabId;
  return split?.rightTabId === tabId ? split.leftTabId : null;
}

/** Removes everything of hosts that are not there any more. A single one is selected, among several the user chooses. */
export function keepHosts(layout: LayoutState, profileIds: readonly string[]): LayoutState {
  const gone = layout.tabs.filter(({ profileId }) => !profileIds.includes(profileId));
  const sections = Object.fromEntries(Object.entries(layout.sections).filter(([id]) => profileIds.includes(id)));
  const left = gone.reduce((state, { tabId }) => closeTab(state, tabId), { ...layout, sections });
  const closedTabs = left.closedTabs.filter(({ profileId }) => profileIds.includes(profileId));
  const rest = { ...left, closedTabs };
  const isKnown = rest.profileId !== null && profileIds.includes(rest.profileId);
  if (isKnown) return rest;
  const [only = null, ...others] = profileIds;
  return showHost(rest, others.length === 0 ? only : null);
}

/** The n-th place of the tab bar, from 1: the host's page first, then the editors. */
export function showPlace(layout: LayoutState, place: number): LayoutState {
  if (place === 1) return showHost(layout, layout.profileId);
  const tab = layout.tabs[place - 2];
  return tab === undefined ? layout : showTab(layout, tab.tabId);
}
