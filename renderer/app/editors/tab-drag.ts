import type { PointerEvent as ReactPointerEvent } from 'react';
import { createStore } from 'zustand/vanilla';
import type { BerthApp } from '../model/berth-app.ts';
import { partnerFor, splitTabs } from '../model/tabs/panes.ts';
import { moveTab } from '../model/tabs/tab-order.ts';
import { holdPointer } from './hold-pointer.ts';
import { panelId, tabElementId } from './tab-ids.ts';

/** The tab that is dragged, and the half of the stage it is held over. */
export interface TabDrag {
  readonly tabId: string;
  readonly side: 'left' | 'right' | null;
}

/** Null while no tab is dragged. */
export const draggedTab = createStore<TabDrag | null>(() => null);

/** A pointer that moved less than this still clicks, pixels. */
const clickPx = 6;
/** A tab is held over the stage so far below its edge, pixels; before that the hand only trembles. */
const belowBarPx = 28;
/** So near an end of a tab bar that is too narrow, it moves on, pixels. */
const edgePx = 28;

/** Lets a pressed tab be dragged: along the tab bar to another place, or onto a half of the stage. Escape puts it back. */
export function grabTab(app: BerthApp, tabId: string, press: ReactPointerEvent): void {
  const bar = press.currentTarget.closest('.tabs');
  if (press.button !== 0 || press.pointerType === 'touch' || bar === null) return;
  const { pointerId, clientX: startX, clientY: startY } = press;
  holdPointer();
  const { tabs: orderBefore } = app.layout.getState();
  const controller = new AbortController();
  const end = () => {
    controller.abort();
    draggedTab.setState(null, true);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== pointerId) return;
    if (draggedTab.getState() === null) {
      if (Math.hypot(event.clientX - startX, event.clientY - startY) < clickPx) return;
      // The bar, because the tab itself is put elsewhere meanwhile; and letting go is no click on it then.
      bar.setPointerCapture(pointerId);
    }
    const side = sideAt(app, tabId, event);
    const { side: sideBefore } = draggedTab.getState() ?? {};
    if (sideBefore !== side) draggedTab.setState({ tabId, side }, true);
    if (side === null) moveAlong(app, bar, tabId, event.clientX);
  };
  const drop = () => {
    const { side = null } = draggedTab.getState() ?? {};
    const partnerId = partnerFor(app.layout.getState(), tabId);
    if (side !== null && partnerId !== null) {
      app.layout.setState((layout) => splitTabs(layout, tabId, partnerId, side), true);
    }
    end();
  };
  const cancel = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || draggedTab.getState() === null) return;
    event.preventDefault();
    event.stopPropagation();
    putBack(
      app,
      orderBefore.map((tab) => tab.tabId),
    );
    end();
  };
  const { signal } = controller;
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', drop, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener('keydown', cancel, { signal, capture: true });
}

/** The half of the stage below the pointer, where the tab can be shown beside another one. */
function sideAt({ layout }: BerthApp, tabId: string, { clientX, clientY }: PointerEvent): TabDrag['side'] {
  const stage = document.querySelector('main')?.getBoundingClientRect();
  const state = layout.getState();
  if (stage === undefined || state.activeTabId === null || partnerFor(state, tabId) === null) return null;
  const isInside = clientY > stage.top + belowBarPx && clientX > stage.left && clientX < stage.right;
  if (!isInside) return null;
  return clientX < (stage.left + stage.right) / 2 ? 'left' : 'right';
}

function moveAlong({ layout }: BerthApp, bar: Element, tabId: string, clientX: number): void {
  const { left, right } = bar.getBoundingClientRect();
  if (clientX < left + edgePx) bar.scrollLeft -= edgePx / 2;
  if (clientX > right - edgePx) bar.scrollLeft += edgePx / 2;
  const middleOf = (id: string) => {
    const box = document.getElementById(tabElementId(panelId(id)))?.parentElement?.getBoundingClientRect();
    return box === undefined ? 0 : (box.left + box.right) / 2;
  };
  const others = layout.getState().tabs.filter((tab) => tab.tabId !== tabId);
  const place = others.filter((tab) => middleOf(tab.tabId) < clientX).length;
  layout.setState((state) => moveTab(state, tabId, place), true);
}

/** Tabs that were closed or opened meanwhile stay so. */
function putBack({ layout }: BerthApp, tabIds: readonly string[]): void {
  tabIds.forEach((tabId, index) => {
    layout.setState((state) => moveTab(state, tabId, index), true);
  });
}
