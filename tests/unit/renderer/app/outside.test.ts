import { afterEach, expect, test, vi } from 'vitest';
import { openHost } from '../../../../renderer/app/model/editor-flow.ts';
import { showNoticed } from '../../../../renderer/app/model/outside/notice-flow.ts';
import { type FakePage, openFakePage, storedSelection } from '../../../support/fake-core/fake-page.ts';

/** What happens outside of the window, and what the page makes of it. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const tabs = () => page.app.layout.getState().tabs.map(({ profileId, repositoryId }) => `${profileId}/${repositoryId}`);
const said = () => page.app.announcement.getState();
const outside = () => page.core.surroundings;
const open = (profile: string, repository: string, source: 'tray' | 'link' = 'link') =>
  outside().open({ profile, repository, source });
const ready = () => until(() => expect(page.app.profiles.store.getState().state).toBe('ready'));

test('a link shows what its server lists and starts nothing; all else is told and opens no tab', async () => {
  page = openFakePage({}, storedSelection(null));
  open(id, 'infra');
  await until(() => expect(tabs()).toEqual([`${id}/infra`]));
  expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected');
  expect(page.app.layout.getState().activeTabId).not.toBeNull();
  expect(page.app.instances.find(id, 'infra')?.state ?? 'stopped').toBe('stopped');
  expect(page.app.instances.store.getState()[id]?.operations).toEqual({});
  open(id, 'nothing-such');
  await until(() => expect(said()).toBe(`Nothing is opened: ${id} lists no repository nothing-such`));
  open('nowhere', 'infra');
  await until(() => expect(said()).toBe('Nothing is opened: no server here is called nowhere'));
  expect(tabs()).toEqual([`${id}/infra`]);
});

test('a wish whose server is left for another one is no wish any more', async () => {
  page = openFakePage({ connectMs: 60 }, storedSelection(null));
  await ready();
  open(id, 'infra');
  await until(() => expect(page.app.layout.getState().profileId).toBe(id));
  openHost(page.app, 'gpu-box');
  await until(() => expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected'));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tabs()).toEqual([]);
  expect(page.app.layout.getState().profileId).toBe('gpu-box');
});

test('the desktop hears what runs, how much is raised and the theme, and only when one of them changed', async () => {
  page = openFakePage({ editorHost: 'view' });
  const { app, core } = page;
  await until(() =>
    expect(outside().told?.instances.map(({ name }) => name)).toEqual(['actmcp', 'pytorch-transformers']),
  );
  expect(outside().told).toMatchObject({ alertCount: 0, theme: 'system' });
  const first = outside().told;
  app.theme.setState('light', true);
  await until(() => expect(outside().told?.theme).toBe('light'));
  const second = outside().told;
  expect(second).not.toBe(first);
  app.layout.setState({ isSidebarHidden: true });
  core.setInstance(id, 'actmcp', { memoryBytes: 1 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(outside().told).toBe(second);
  core.setInstance(id, 'actmcp', { state: 'stopped' });
  await until(() => expect(outside().told?.instances.map(({ name }) => name)).toEqual(['pytorch-transformers']));
  await app.link.disconnect(id);
  await until(() => expect(outside().told?.instances).toEqual([]));
});

test('nobody looks while the screen is locked: what a server warns of is a notice then', async () => {
  page = openFakePage({ editorHost: 'view' });
  await until(() => expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected'));
  const end = (downloadId: string) =>
    outside().setDownloads([
      { id: downloadId, name: 'a.zip', state: 'done', receivedBytes: 3, totalBytes: 3 },
      ...[...page.app.downloads.store.getState().downloads],
    ]);
  end('d1');
  await until(() => expect(said()).toBe('a.zip is downloaded'));
  expect(outside().notices).toEqual([]);
  outside().setAway(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  end('d2');
  await until(() => expect(outside().notices.map(({ key }) => key)).toEqual(['download d2']));
  expect(outside().notices[0]).toMatchObject({ body: 'a.zip', actions: [{ id: 'show', label: 'Show in folder' }] });
  outside().click('download d2', 'show');
  await until(() => expect(outside().changes).toEqual([{ id: 'd2', action: 'show' }]));
});

test('the buttons of a notice do what they say, also when its alert is long forgotten', async () => {
  page = openFakePage();
  const { app } = page;
  await until(() => expect(app.link.store.getState().statuses[id]?.state).toBe('connected'));
  showNoticed(app, `${id} 7`, 'mute');
  await until(() => expect(said()).toBe(`${id}: muted for an hour`));
  const settings = await app.session.client.alerts.settings({ profile: id });
  expect(settings.ok && (settings.value.mutedUntilMs ?? 0) > Date.now() + 3_500_000).toBe(true);
  showNoticed(app, `${id} 7`, 'lead');
  expect(app.layout.getState().sections[id]).toBe('alerts');
  showNoticed(app, 'stranger 7', 'mute');
  expect(said()).toBe(`${id}: muted for an hour`);
});
