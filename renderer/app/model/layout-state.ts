/** One editor tab. `tabId` lives as long as the page; the other two are what is remembered. */
export interface EditorTabInfo {
  readonly tabId: string;
  readonly profileId: string;
  readonly repositoryId: string;
}

/** The parts of a host's page, in the order of their tabs. */
export const hostSections = ['overview', 'processes', 'resources', 'ports', 'logs', 'alerts'] as const;
export type HostSection = (typeof hostSections)[number];

/** What is where on the page. */
export interface LayoutState {
  /** The selected host; null for the page of all of them. */
  readonly profileId: string | null;
  /** In the order of their places; a tab never moves by itself. */
  readonly tabs: readonly EditorTabInfo[];
  /** Null is the page of the selected host, or of all. */
  readonly activeTabId: string | null;
  readonly isSidebarHidden: boolean;
  /** The part of each host's page that was looked at last, by profile id; the overview where there is none. */
  readonly sections: Readonly<Record<string, HostSection>>;
}

/** Nothing selected, nothing open. */
export const emptyLayout: LayoutState = {
  profileId: null,
  tabs: [],
  activeTabId: null,
  isSidebarHidden: false,
  sections: {},
};

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
export function showRepository(layout: LayoutState, { tabId, profileId, repositoryId }: EditorTabInfo): LayoutState {
  const known = findTab(layout, profileId, repositoryId);
  if (known !== null) return showTab(layout, known.tabId);
  return showTab({ ...layout, tabs: [...layout.tabs, { tabId, profileId, repositoryId }] }, tabId);
}

/** Removes a tab; when it was shown, its right neighbour is, else its left one, else the host's page. */
export function closeTab(layout: LayoutState, tabId: string): LayoutState {
  const index = layout.tabs.findIndex((tab) => tab.tabId === tabId);
  if (index < 0) return layout;
  const tabs = layout.tabs.toSpliced(index, 1);
  const rest = { ...layout, tabs };
  if (layout.activeTabId !== tabId) return rest;
  const next = tabs[index] ?? tabs[index - 1];
  return next === undefined ? { ...rest, activeTabId: null } : showTab(rest, next.tabId);
}

/** Removes everything of hosts that are not there any more. A single one is selected, among several the user chooses. */
export function keepHosts(layout: LayoutState, profileIds: readonly string[]): LayoutState {
  const gone = layout.tabs.filter(({ profileId }) => !profileIds.includes(profileId));
  const sections = Object.fromEntries(Object.entries(layout.sections).filter(([id]) => profileIds.includes(id)));
  const rest = gone.reduce((state, { tabId }) => closeTab(state, tabId), { ...layout, sections });
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
