import { z } from 'zod';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';
import { emptyLayout, hostSections, type LayoutState, showTab } from './layout-state.ts';

const storageKey = 'berth.layout';
const storedLayout = z.object({
  profileId: z.string().nullable(),
  tabs: z.array(z.object({ profileId: z.string(), repositoryId: z.string() })).max(100),
  activeIndex: z.number().int().nullable(),
  isSidebarHidden: z.boolean(),
  sections: z.record(z.string(), z.enum(hostSections)).catch({}),
});

/** Reads the layout of the last time; whatever cannot be read is forgotten, because it holds ids only. */
export function loadLayout(storage: PageStorage, makeTabId: () => string): LayoutState {
  const stored = readStored(storage, storageKey, storedLayout);
  if (stored === null) return emptyLayout;
  const { profileId, tabs, activeIndex, isSidebarHidden, sections } = stored;
  const layout = {
    profileId,
    isSidebarHidden,
    sections,
    activeTabId: null,
    tabs: tabs.map((tab) => ({ ...tab, tabId: makeTabId() })),
  };
  const active = activeIndex === null ? undefined : layout.tabs[activeIndex];
  return active === undefined ? layout : showTab(layout, active.tabId);
}

/** Writes the layout; a full or forbidden storage only costs the memory of it. */
export function saveLayout(storage: PageStorage, layout: LayoutState): void {
  const { profileId, tabs, activeTabId, isSidebarHidden, sections } = layout;
  const index = tabs.findIndex(({ tabId }) => tabId === activeTabId);
  writeStored<z.output<typeof storedLayout>>(storage, storageKey, {
    profileId,
    tabs: tabs.map(({ profileId: host, repositoryId }) => ({ profileId: host, repositoryId })),
    activeIndex: index < 0 ? null : index,
    isSidebarHidden,
    sections,
  });
}
