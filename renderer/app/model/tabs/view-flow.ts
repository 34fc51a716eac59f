import { follow } from '../../../api/follow.ts';
import { ask } from '../../../api/problem.ts';
import type { BerthApp } from '../berth-app.ts';
import { type LayoutState, setZoom, showTab } from '../layout-state.ts';
import { shownTabIds } from './panes.ts';

/** Follows what native views tell, and tells the desktop which of them are pinned. Does nothing where editors are frames. */
export function keepViewsTold(app: BerthApp): void {
  const { session, clock, layout, editors, tabViews, find, shellInfo } = app;
  const { views } = session.client;
  let isFollowing = false;
  const tellPinned = () => {
    // Without an answer the desktop goes on with the pins of before, which costs at most a reload.
    void ask(() => views.keepLive({ tabIds: pinnedIds(layout.getState()) }));
  };
  shellInfo.subscribe((info) => {
    if (info?.editorHost !== 'view' || isFollowing) return;
    isFollowing = true;
    follow({
      session,
      clock,
      open: (signal) => views.watch({}, { signal }),
      onItem(state) {
        const isShown = isTabShown(app, state.tabId);
        tabViews.take(state, isShown);
        layout.setState((known) => setZoom(known, state.tabId, state.zoomFactor), true);
        // Whoever clicks into the other pane works there.
        if (state.isFocused && isShown) layout.setState((known) => showTab(known, state.tabId), true);
      },
    });
    session.onOpen(tellPinned);
  });
  layout.subscribe((now, before) => {
    for (const tabId of shownTabIds(now)) tabViews.see(tabId);
    if (isFollowing && pinnedIds(now).join() !== pinnedIds(before).join()) tellPinned();
  });
  // A view of before this page was loaded tells of itself before its tab asks for it; what was unloaded tells nothing more.
  editors.store.subscribe((now, before) => {
    const isGone = (tabId: string) => before[tabId]?.phase === 'open' && now[tabId]?.phase !== 'open';
    for (const tabId of Object.keys(before).filter(isGone)) {
      tabViews.forget(tabId);
      if (find.store.getState()?.tabId === tabId) find.close();
    }
  });
}

/** True while a tab can be seen. */
export function isTabShown({ layout }: Pick<BerthApp, 'layout'>, tabId: string): boolean {
  return shownTabIds(layout.getState()).includes(tabId);
}

function pinnedIds({ tabs }: LayoutState): string[] {
  return tabs.filter(({ isPinned }) => isPinned).map(({ tabId }) => tabId);
}
