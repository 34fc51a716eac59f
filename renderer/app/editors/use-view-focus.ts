import { useEffect, useEffectEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { ask } from '../../api/problem.ts';
import { useHasCover } from '../../ui/overlays.ts';
import { isTypingIn } from '../keyboard.ts';
import { hasView } from '../model/editor-flow.ts';
import { shownTabIds } from '../model/tabs/panes.ts';
import { useBerth } from '../use-berth.ts';

/**
 * Gives the keys to the native view of the tab that was chosen, to the page while something lies above it, and back to the view
 * afterwards. Whoever types into a field of the page keeps them.
 */
export function useViewFocus(): void {
  const app = useBerth();
  const tabId = useStore(app.layout, ({ activeTabId }) => activeTabId);
  const isOpen = useStore(app.editors.store, (editors) => tabId !== null && editors[tabId]?.phase === 'open');
  const isTold = useStore(app.tabViews.store, (views) => tabId !== null && views[tabId] !== undefined);
  const isCovered = useHasCover();
  /** The tab that has the keys, or gets them back. */
  const owner = useRef<string | null>(null);
  const shownBefore = useRef<string | null>(null);
  const give = useEffectEvent(() => {
    const isOther = shownBefore.current !== tabId;
    shownBefore.current = tabId;
    const { views } = app.session.client;
    const told = app.tabViews.store.getState();
    if (tabId === null || !isOpen || !isTold || !hasView(app, tabId)) {
      owner.current = null;
      // What is drawn in the page was chosen; a view that stays shown beside it would go on getting the keys. Whether it has
      // them is told late.
      const isBeside = shownTabIds(app.layout.getState()).some((id) => id !== tabId && told[id] !== undefined);
      if (isOther && isBeside) void ask(() => views.focus({ tabId: null }));
      return;
    }
    const isFocused = told[tabId]?.isFocused === true;
    if (isCovered) {
      // They go to a view that had them, or that was chosen in what lies above: what was opened on the page gives them back to it.
      if (isFocused || isOther) owner.current = null;
      else owner.current = tabId;
      if (isFocused) void ask(() => views.focus({ tabId: null }));
      return;
    }
    const isChosen = owner.current !== tabId && !isTypingIn(document.activeElement);
    owner.current = tabId;
    if (isChosen && !isFocused) void ask(() => views.focus({ tabId }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys are given when one of these changes.
  useEffect(() => give(), [tabId, isOpen, isTold, isCovered]);
}
