import { expect, test } from 'vitest';
import {
  closeTab,
  emptyLayout,
  type LayoutState,
  setZoom,
  showHost,
  showRepository,
  showTab,
} from '../../../../renderer/app/model/layout-state.ts';
import { loadLayout, saveLayout } from '../../../../renderer/app/model/saved-layout.ts';
import * as panes from '../../../../renderer/app/model/tabs/panes.ts';
import * as order from '../../../../renderer/app/model/tabs/tab-order.ts';
import { nextZoom } from '../../../../renderer/app/model/tabs/zoom-steps.ts';

/** Where tabs are, which are pinned, and which are seen together. */

const four = ['a', 'b', 'c', 'd'].reduce(
  (layout, id) => showRepository(layout, { tabId: id, profileId: 'host', repositoryId: id }),
  emptyLayout,
);
/** Pinned ones are written large. */
const places = ({ tabs }: LayoutState) =>
  tabs.map(({ tabId, isPinned }) => (isPinned ? tabId.toUpperCase() : tabId)).join('');
const pinned = order.setPinned(order.setPinned(four, 'c', true), 'b', true);

test('a pinned tab goes behind the pinned ones, and one that is let go before all others', () => {
  expect(places(pinned)).toBe('CBad');
  expect(places(order.setPinned(pinned, 'c', false))).toBe('Bcad');
  expect(order.setPinned(pinned, 'c', true)).toBe(pinned);
});

test.each([
  [four, 'd', 0, 'dabc'],
  [four, 'a', 99, 'bcda'],
  [pinned, 'd', 0, 'CBda'],
  [pinned, 'c', 3, 'BCad'],
  [four, 'a', -1, 'abcd'],
])('moving a tab keeps the pinned ones in front: %#', (layout, tabId, index, expected) => {
  const moved = order.moveTab(layout, tabId, index);
  expect(places(moved)).toBe(expected);
  if (places(layout) === expected) expect(moved).toBe(layout);
  expect(moved.activeTabId).toBe(layout.activeTabId);
});

test('the next tab after the last is the host’s page', () => {
  const shown = ({ activeTabId }: LayoutState) => activeTabId ?? 'host';
  let layout = four;
  const steps = [1, 1, -1, -1, -1].map((step) => {
    layout = order.showNext(layout, step);
    return `${step > 0 ? '>' : '<'}${shown(layout)}`;
  });
  expect(steps).toEqual(['>host', '>a', '<host', '<d', '<c']);
});

test('a closed tab comes back where it was, pinned and as large as before; one that is open again is skipped', () => {
  const closed = closeTab(closeTab(setZoom(pinned, 'b', 1.5), 'b'), 'd');
  const once = order.reopenTab(closed, 'd2');
  expect([places(once), once.activeTabId]).toEqual(['Cad2', 'd2']);
  const twice = order.reopenTab(once, 'b2');
  expect(places(twice)).toBe('CB2ad2');
  expect(twice.tabs[1]).toMatchObject({ repositoryId: 'b', zoomFactor: 1.5 });
  expect(order.reopenTab(twice, 'x')).toBe(twice);
  const again = showRepository(closeTab(four, 'a'), { tabId: 'a2', profileId: 'host', repositoryId: 'a' });
  expect(places(order.reopenTab(again, 'x'))).toBe('bcda2');
});

test('two tabs side by side are shown together, and another one alone', () => {
  const pair = panes.splitTabs(four, 'b', 'd', 'right');
  expect(panes.shownTabIds(pair)).toEqual(['d', 'b']);
  expect(['a', 'b', 'd'].map((id) => panes.paneOf(pair, id))).toEqual([null, 'right', 'left']);
  const alone = showTab(pair, 'a');
  expect(panes.shownTabIds(alone)).toEqual(['a']);
  expect(panes.shownTabIds(showTab(alone, 'd'))).toEqual(['d', 'b']);
  expect(panes.showPartner(pair).activeTabId).toBe('d');
  expect(panes.showPartner(alone)).toBe(alone);
  expect(panes.shownTabIds(showHost(pair, 'host'))).toEqual([]);
  // A phone has room for one.
  expect(['b', 'd'].map((id) => panes.paneOf(pair, id, false))).toEqual(['whole', null]);
});

test('the line between them leaves room for both, and goes with them when they change sides', () => {
  const pair = panes.splitTabs(four, 'a', 'b', 'left');
  expect(panes.setLeftShare(pair, 0.99).split?.leftShare).toBe(0.8);
  expect(panes.swapPanes(panes.setLeftShare(pair, 0.25)).split).toEqual({
    leftTabId: 'b',
    rightTabId: 'a',
    leftShare: 0.75,
  });
  expect(panes.setLeftShare(four, 0.3)).toBe(four);
  expect(panes.splitTabs(four, 'a', 'a', 'left')).toBe(four);
  expect(panes.splitTabs(four, 'a', 'gone', 'left')).toBe(four);
});

test('of a pair that loses one the other is shown alone, and others change nothing of it', () => {
  const pair = panes.splitTabs(four, 'a', 'c', 'left');
  expect(closeTab(pair, 'a')).toMatchObject({ split: null, activeTabId: 'c' });
  expect(closeTab(pair, 'b').split).toEqual(pair.split);
});

test('order, pins, sizes and the pair come back after a restart; a pair of which one is gone does not', () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  const layout = panes.setLeftShare(panes.splitTabs(setZoom(pinned, 'a', 1.25), 'd', 'b', 'right'), 0.3);
  saveLayout(storage, layout);
  expect(loadLayout(storage, () => 'new')).toEqual(layout);
  saveLayout(storage, { ...layout, split: { leftTabId: 'gone', rightTabId: 'd', leftShare: 0.5 } });
  expect(loadLayout(storage, () => 'new').split).toBeNull();
});

test('zoom goes by the browser’s steps to its ends, also from between them', () => {
  expect([1, 0.999, 1.1, 1.12, 3].map((factor) => nextZoom(factor, 'in'))).toEqual([1.1, 1.1, 1.25, 1.25, 3]);
  expect([1, 0.5, 1.001].map((factor) => nextZoom(factor, 'out'))).toEqual([0.9, 0.5, 0.9]);
});
