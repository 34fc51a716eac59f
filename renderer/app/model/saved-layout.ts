import { z } from 'zod';
import { zoomLimits } from '../../../main/contract/views.ts';
import { type PageStorage, readStored, writeStored } from '../../lib/stored-json.ts';
import { emptyLayout, hostSections, type LayoutState, type Split, showTab } from './layout-state.ts';
import { clampShare } from './tabs/panes.ts';

const storageKey = 'berth.layout';
const storedTab = z.object({
  /** A page that is loaded again finds the native views of its tabs by it. */
  tabId: z.string().min(1).max(64).optional().catch(undefined),
  profileId: z.string(),
  repositoryId: z.string(),
  isPinned: z.boolean().catch(false),
  zoomFactor: z.number().min(zoomLimits.least).max(zoomLimits.most).catch(1),
});
const storedLayout = z.object({
  profileId: z.string().nullable(),
  tabs: z.array(storedTab).max(100),
  activeIndex: z.number().int().nullable(),
  split: z.object({ leftTabId: z.string(), rightTabId: z.string(), leftShare: z.number() }).nullable().catch(null),
  isSidebarHidden: z.boolean(),
  sections: z.record(z.string(), z.enum(hostSections)).catch({}),
});

/** Reads the layout of the last time; whatever cannot be read is forgotten, because it holds little more than ids. */
export function loadLayout(storage: PageStorage, makeTabId: () => string): LayoutState {
  const stored = readStored(storage, storageKey, storedLayout);
  if (stored === null) return emptyLayout;
  const { tabs: storedTabs, activeIndex, split, ...rest } = stored;
  const tabs = storedTabs.map((tab) => ({ ...tab, tabId: tab.tabId ?? makeTabId() }));
  const layout = { ...emptyLayout, ...rest, tabs, split: splitOf(split, tabs) };
  const active = activeIndex === null ? undefined : tabs[activeIndex];
  return active === undefined ? layout : showTab(layout, active.tabId);
}

/** Writes the layout; a full or forbidden storage only costs the memory of it. */
export function saveLayout(storage: PageStorage, layout: LayoutState): void {
  const { profileId, tabs, activeTabId, split, isSidebarHidden, sections } = layout;
  const index = tabs.findIndex(({ tabId }) => tabId === activeTabId);
  writeStored<z.output<typeof storedLayout>>(storage, storageKey, {
    profileId,
    tabs: [...tabs],
    activeIndex: index < 0 ? null : index,
    split,
    isSidebarHidden,
    sections,
  });
}

/** A pair of which one is not there is none. */
function splitOf(stored: Split | null, tabs: LayoutState['tabs']): Split | null {
  if (stored === null || stored.leftTabId === stored.rightTabId) return null;
  const isKnown = (id: string) => tabs.some(({ tabId }) => tabId === id);
  const { leftTabId, rightTabId, leftShare } = stored;
  return isKnown(leftTabId) && isKnown(rightTabId) ? { leftTabId, rightTabId, leftShare: clampShare(leftShare) } : null;
}
