import { afterEach, expect, test, vi } from 'vitest';
import { tabMark } from '../../../../renderer/app/editors/tab-mark.ts';
import { closeEditor, openRepository } from '../../../../renderer/app/model/editor-flow.ts';
import * as commands from '../../../../renderer/app/model/tab-commands.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

/** Tabs on the desktop: what their views tell is taken, and nothing is closed that the user stays with. */

let page: FakePage | null = null;
afterEach(() => {
  page?.close();
  expect(page?.bugs ?? []).toEqual([]);
  page = null;
});

const host = 'frankfurt-1';
const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });

/** A page with these editors in tabs, and the views that a window would have opened for them. */
async function withViews(...repositories: string[]) {
  page = openFakePage({ editorHost: 'view' });
  const { app, core } = page;
  await until(() => expect(app.instances.find(host, 'actmcp')?.state).toBe('running'));
  for (const id of repositories) await openRepository(app, host, id);
  const { tabs } = app.layout.getState();
  const bounds = { x: 0, y: 0, width: 1, height: 1 };
  for (const { tabId, repositoryId } of tabs) {
    await until(() => expect(app.editors.store.getState()[tabId]?.phase).toBe('open'));
    const place = { tabId, instanceId: repositoryId, profileId: host, origin: 'http://x', bounds };
    await app.session.client.views.open({ ...place, zoomFactor: 1, isVisible: true });
    await until(() => expect(app.tabViews.store.getState()[tabId]?.condition).toBe('live'));
  }
  return { app, views: core.nativeViews, ids: tabs.map(({ tabId }) => tabId), layout: () => app.layout.getState() };
}

test('a tab whose user stays with unsaved work stays, and so does the rest of "close others"', async () => {
  const { app, views, ids, layout } = await withViews('actmcp', 'pytorch-transformers', 'infra');
  const [first = '', second = '', third = ''] = ids;
  views.isStaying = true;
  expect(await closeEditor(app, second)).toBe(false);
  expect(layout().tabs.map(({ tabId }) => tabId)).toEqual(ids);
  await commands.closeOthers(app, first);
  expect(layout().tabs).toHaveLength(3);
  views.isStaying = false;
  commands.togglePin(app, third);
  await commands.closeOthers(app, first);
  expect(layout().tabs.map(({ tabId }) => tabId)).toEqual([third, first]);
  expect([...views.byTab.keys()]).toEqual([first, third]);
  // A key closes no pinned tab.
  app.layout.setState({ activeTabId: third });
  commands.closeShownTab(app);
  expect(layout().tabs).toHaveLength(2);
  expect(app.announcement.getState()).toContain('pinned');
});

test('what changes in a hidden tab is unread until it is shown; unloading and coming back is no news', async () => {
  const { app, views, ids } = await withViews('actmcp', 'infra');
  const [hidden = '', shown = ''] = ids;
  const isUnread = (tabId: string) => app.tabViews.store.getState()[tabId]?.isUnread;
  const tell = async (tabId: string, part: Parameters<typeof views.set>[1]) => {
    views.set(tabId, part);
    await until(() => expect(app.tabViews.store.getState()[tabId]).toMatchObject(part));
  };
  await tell(hidden, { title: 'one' });
  await tell(hidden, { condition: 'unloaded' });
  await tell(hidden, { condition: 'live', title: 'two' });
  await tell(shown, { title: 'three' });
  expect([hidden, shown].map(isUnread)).toEqual([false, false]);
  await tell(hidden, { title: 'four' });
  expect(isUnread(hidden)).toBe(true);
  app.layout.setState({ activeTabId: hidden });
  expect(isUnread(hidden)).toBe(false);
  await tell(shown, { condition: 'loading', isLoading: true });
  await tell(shown, { condition: 'crashed', isLoading: false });
  // Its mark says that.
  expect(isUnread(shown)).toBe(false);
  await tell(shown, { condition: 'loading', isLoading: true });
  await tell(shown, { condition: 'live', isLoading: false });
  expect(isUnread(shown)).toBe(true);
});

test('zoom is the tab’s own and remembered; pins are told; keys in the other pane make it the shown one', async () => {
  const { app, views, ids, layout } = await withViews('actmcp', 'infra');
  const [left = '', right = ''] = ids;
  await commands.zoomTab(app, 'in');
  await commands.zoomTab(app, 'in');
  await until(() => expect(layout().tabs.map(({ zoomFactor }) => zoomFactor)).toEqual([1, 1.25]));
  views.set(left, { zoomFactor: 0.9 });
  await until(() => expect(layout().tabs[0]?.zoomFactor).toBe(0.9));
  commands.togglePin(app, right);
  await until(() => expect(views.keptTabIds).toEqual([right]));
  views.set(left, { isFocused: true });
  await until(() => expect(app.tabViews.store.getState()[left]?.isFocused).toBe(true));
  // Hidden, it cannot be where somebody types.
  expect(layout().activeTabId).toBe(right);
  commands.toggleSplit(app);
  views.set(left, { isFocused: false });
  views.set(left, { isFocused: true });
  await until(() => expect(layout().activeTabId).toBe(left));
  commands.showOtherPane(app);
  expect(layout().activeTabId).toBe(right);
});

test('a search ends with its tab; a link leads back to a repository', async () => {
  const { app, views, ids } = await withViews('actmcp');
  const [tabId = ''] = ids;
  commands.findInTab(app);
  app.find.seek('word');
  app.find.next(true);
  await until(() => expect(views.asked).toEqual([`find word ${tabId}`, `find word ${tabId}`]));
  const [tab] = app.layout.getState().tabs;
  expect(tab && commands.linkOf(app, tab)).toBe('berth://open/frankfurt-1/actmcp');
  await closeEditor(app, tabId);
  expect(app.find.store.getState()).toBeNull();
  expect(app.tabViews.store.getState()).toEqual({});
});

test('what a page told of itself goes with it, however the editor ended', async () => {
  const { app, views, ids } = await withViews('actmcp');
  const [tabId = ''] = ids;
  commands.findInTab(app);
  views.set(tabId, { condition: 'crashed' });
  await until(() => expect(app.tabViews.store.getState()[tabId]?.condition).toBe('crashed'));
  await app.instances.stop(host, 'actmcp');
  await until(() => expect(app.tabViews.store.getState()).toEqual({}));
  expect(app.layout.getState().tabs).toHaveLength(1);
  expect(app.find.store.getState()).toBeNull();
});

test.each([
  ['running', 'connected', undefined, 'running', 'running'],
  ['running', 'connected', { condition: 'loading' }, 'starting', 'loading'],
  ['running', 'connected', { isLoading: true }, 'running', 'running'],
  ['running', 'connected', { condition: 'unloaded' }, 'running', 'running, not loaded here'],
  ['running', 'reconnecting', { isLoading: true }, 'reconnecting', 'reconnecting'],
  ['suspended', 'disconnected', undefined, 'disconnected', 'not linked'],
  ['suspended', 'connected', undefined, 'suspended', 'asleep'],
  ['running', 'reconnecting', { condition: 'crashed' }, 'crashed', 'its page crashed'],
  ['running', 'connected', { condition: 'unresponsive' }, 'crashed', 'its page does not answer'],
] as const)('a %s repository on a %s link with %o looks %s', (state, link, view, mark, words) => {
  expect(tabMark({ state, link, view: view as never, isPage: false })).toEqual({ mark, words });
});

test('a forwarded page is busy whenever it loads something', () => {
  const view = { condition: 'live', isLoading: true } as never;
  expect(tabMark({ state: 'running', link: 'connected', view, isPage: true }).mark).toBe('starting');
});
