import { z } from 'zod';
import { emptyLayout, type LayoutState, showTab } from './layout-state.ts';

/** The part of `localStorage` that is used. */
export type LayoutStorage = Pick<Storage, 'getItem' | 'setItem'>;

const storageKey = 'berth.layout';
const storedLayout = z.object({
  profileId: z.string().nullable(),
  tabs: z.array(z.object({ profileId: z.string(), repositoryId: z.string() })).max(100),
  activeIndex: z.number().int().nullable(),
  isSidebarHidden: z.boolean(),
});

/** Reads the layout of the last time; whatever cannot be read is forgotten, because it holds ids only. */
export function loadLayout(storage: LayoutStorage, makeTabId: () => string): LayoutState {
  const stored = storedLayout.safeParse(parseJson(storage.getItem(storageKey)));
  if (!stored.success) return emptyLayout;
  const { profileId, tabs, activeIndex, isSidebarHidden } = stored.data;
  const layout = {
    profileId,
    isSidebarHidden,
    activeTabId: null,
    tabs: tabs.map((tab) => ({ ...tab, tabId: makeTabId() })),
  };
  const active = activeIndex === null ? undefined : layout.tabs[activeIndex];
  return active === undefined ? layout : showTab(layout, active.tabId);
}

/** Writes the layout; a full or forbidden storage only costs the memory of it. */
export function saveLayout(storage: LayoutStorage, layout: LayoutState): void {
  const { profileId, tabs, activeTabId, isSidebarHidden } = layout;
  const index = tabs.findIndex(({ tabId }) => tabId === activeTabId);
  const stored: z.input<typeof storedLayout> = {
    profileId,
    tabs: tabs.map(({ profileId: host, repositoryId }) => ({ profileId: host, repositoryId })),
    activeIndex: index < 0 ? null : index,
    isSidebarHidden,
  };
  try {
    storage.setItem(storageKey, JSON.stringify(stored));
  } catch {
    // Private windows and full disks refuse; the page works the same without.
  }
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
