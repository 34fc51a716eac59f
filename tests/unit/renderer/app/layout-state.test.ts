import { expect, test } from 'vitest';
import {
  closeTab,
  emptyLayout,
  keepHosts,
  type LayoutState,
  sectionOf,
  showFleet,
  showHost,
  showPlace,
  showRepository,
  showSection,
} from '../../../../renderer/app/model/layout-state.ts';
import { loadLayout, saveLayout } from '../../../../renderer/app/model/saved-layout.ts';

const open = (layout: LayoutState, profileId: string, repositoryId: string) =>
  showRepository(layout, { tabId: `${profileId}:${repositoryId}`, profileId, repositoryId });
const three = ['a', 'b', 'c'].reduce((layout, id) => open(layout, 'host', id), emptyLayout);
const places = ({ tabs }: LayoutState) => tabs.map(({ repositoryId }) => repositoryId).join('');

test('a repository is opened once, and its tab keeps its place', () => {
  const again = open(showHost(three, 'host'), 'host', 'a');
  expect(places(again)).toBe('abc');
  expect(again.activeTabId).toBe('host:a');
});

test('the same repository id on another host is another tab, and showing it selects its host', () => {
  const both = open(three, 'other', 'a');
  expect(places(both)).toBe('abca');
  expect(both.profileId).toBe('other');
  expect(showPlace(both, 2).profileId).toBe('host');
});

test.each([
  ['host:a', 'host:c', 'bc'],
  ['host:c', 'host:b', 'ab'],
])('closing %s', (tabId, shownNext, left) => {
  const closed = closeTab(three, tabId);
  expect(places(closed)).toBe(left);
  expect(closed.activeTabId).toBe(tabId === 'host:c' ? shownNext : 'host:c');
});

test('closing the shown tab shows its right neighbour, the last one the host’s page', () => {
  const first = showPlace(three, 2);
  const second = closeTab(first, 'host:a');
  expect(second.activeTabId).toBe('host:b');
  const none = closeTab(closeTab(second, 'host:b'), 'host:c');
  expect(none).toMatchObject({ activeTabId: null, profileId: 'host', tabs: [] });
});

test('places count from the host’s page; a place without a tab changes nothing', () => {
  expect(showPlace(three, 1).activeTabId).toBeNull();
  expect(showPlace(three, 3).activeTabId).toBe('host:b');
  expect(showPlace(three, 9)).toBe(three);
});

test('a host that is gone takes its tabs along; a single other one is selected, among several the user chooses', () => {
  const both = open(three, 'other', 'x');
  expect(keepHosts(both, ['host'])).toMatchObject({ profileId: 'host', activeTabId: 'host:c' });
  expect(keepHosts(three, ['other'])).toMatchObject({ profileId: 'other', activeTabId: null, tabs: [] });
  expect(keepHosts(three, [])).toMatchObject({ profileId: null, tabs: [] });
  expect(keepHosts(three, ['x', 'host']).profileId).toBe('host');
  expect(keepHosts(three, ['x', 'y'])).toMatchObject({ profileId: null, activeTabId: null, tabs: [] });
  expect(keepHosts(showFleet(three), ['x', 'host'])).toEqual(showFleet(three));
});

function memoryStorage(text: string | null = null) {
  const items = new Map(text === null ? [] : [['berth.layout', text]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test('the layout comes back after a reload, and each tab finds its native view again', () => {
  const storage = memoryStorage();
  saveLayout(storage, { ...showPlace(three, 3), isSidebarHidden: true });
  const loaded = loadLayout(storage, () => 'new');
  expect(places(loaded)).toBe('abc');
  expect(loaded).toMatchObject({ profileId: 'host', activeTabId: 'host:b', isSidebarHidden: true });
});

test('a layout of before tabs had ids, pins and sizes is read', () => {
  const tabs = ['a', 'b'].map((repositoryId) => ({ profileId: 'host', repositoryId, zoomFactor: 99 }));
  const stored = JSON.stringify({ profileId: 'host', tabs, activeIndex: 1, isSidebarHidden: false, split: 7 });
  let count = 0;
  const loaded = loadLayout(memoryStorage(stored), () => `new-${++count}`);
  expect(loaded).toMatchObject({ activeTabId: 'new-2', split: null, closedTabs: [] });
  expect(loaded.tabs.map(({ isPinned, zoomFactor }) => [isPinned, zoomFactor])).toEqual([
    [false, 1],
    [false, 1],
  ]);
});

test('ids, pins and sizes are written, and nothing else', () => {
  const storage = memoryStorage();
  saveLayout(storage, closeTab(three, 'host:c'));
  expect(JSON.parse(storage.items.get('berth.layout') ?? '')).toEqual({
    profileId: 'host',
    tabs: ['a', 'b'].map((repositoryId) => ({
      tabId: `host:${repositoryId}`,
      profileId: 'host',
      repositoryId,
      isPinned: false,
      zoomFactor: 1,
    })),
    activeIndex: 1,
    split: null,
    isSidebarHidden: false,
    sections: {},
  });
});

test.each([
  null,
  '',
  '{',
  '[]',
  '{"tabs":7}',
  '{"profileId":null,"tabs":[{}],"activeIndex":0,"isSidebarHidden":false}',
])('what cannot be read is an empty layout: %s', (text) =>
  expect(loadLayout(memoryStorage(text), () => 'x')).toEqual(emptyLayout),
);

test('a storage that refuses is no fault', () => {
  const refuse = () => {
    throw new Error('quota');
  };
  expect(() => saveLayout({ getItem: () => null, setItem: refuse }, three)).not.toThrow();
});

test('each host comes back with the part of its page that was looked at last; a part that is not known is forgotten', () => {
  const storage = memoryStorage();
  const layout = showSection(showSection(three, 'host', 'resources'), 'other', 'logs');
  expect([sectionOf(layout, 'host'), sectionOf(layout, 'new')]).toEqual(['resources', 'overview']);
  saveLayout(storage, layout);
  expect(loadLayout(storage, () => 'tab').sections).toEqual({ host: 'resources', other: 'logs' });
  expect(keepHosts(layout, ['host']).sections).toEqual({ host: 'resources' });
  const older = '{"profileId":"host","tabs":[],"activeIndex":null,"isSidebarHidden":true,"sections":{"host":"moon"}}';
  expect(loadLayout(memoryStorage(older), () => 'tab')).toMatchObject({ isSidebarHidden: true, sections: {} });
});
