import { afterEach, expect, test, vi } from 'vitest';
import { forgetPageSettings } from '../../../../renderer/app/settings/forget-page-settings.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

let page: FakePage | null = null;
afterEach(() => {
  page?.close();
  expect(page?.bugs ?? []).toEqual([]);
  page = null;
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const layout = {
  profileId: 'frankfurt-1',
  tabs: [{ profileId: 'frankfurt-1', repositoryId: 'shop-api' }],
  activeIndex: 0,
  isSidebarHidden: true,
};
const left = () => new Map([['berth.layout', JSON.stringify(layout)]]);

test('in safe mode no tab is restored and no link made, until somebody asks; the tabs are back the next time', async () => {
  const stored = left();
  page = openFakePage({}, stored, true, true);
  const { app } = page;
  await until(() => expect(app.profiles.store.getState().state).toBe('ready'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(app.layout.getState().tabs).toEqual([]);
  expect(app.link.store.getState().attempts).toEqual({});
  expect(app.link.store.getState().statuses['frankfurt-1']?.state ?? 'disconnected').toBe('disconnected');
  app.layout.setState({ isSidebarHidden: false });
  expect(stored.get('berth.layout')).toBe(JSON.stringify(layout));
  await app.link.connect('frankfurt-1');
  await until(() => expect(app.link.store.getState().statuses['frankfurt-1']?.state).toBe('connected'));
});

test('a change of a setting counts at once; one that cannot be kept says why and changes nothing', async () => {
  page = openFakePage({ editorHost: 'view' });
  const { settings } = page.app;
  await until(() => expect(settings.store.getState().settings?.liveViewMost).toBe(6));
  await settings.configure({ liveViewMost: 12 });
  expect(settings.store.getState().settings?.liveViewMost).toBe(12);
  expect(page.core.upkeep.settings.liveViewMost).toBe(12);
  page.core.upkeep.obstacle = 'The disk is full.';
  await settings.configure({ liveViewMost: 20 });
  expect(settings.store.getState()).toMatchObject({
    settings: { liveViewMost: 12 },
    problem: { message: 'The disk is full.' },
  });
  settings.open('trouble');
  expect(settings.store.getState()).toMatchObject({ isOpen: true, partId: 'trouble', problem: null });
  expect(await settings.reset()).toMatchObject({ message: 'The disk is full.' });
  page.core.upkeep.obstacle = null;
  expect(await settings.reset()).toBeNull();
  expect(settings.store.getState().settings?.liveViewMost).toBe(6);
});

test('a reset forgets what the page keeps, and nothing of anybody else', () => {
  const kept = new Map([
    ['berth.theme', 'dark'],
    ['other', '1'],
    ['berth.layout', '{}'],
    ['xberth.a', '2'],
  ]);
  const storage = {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  forgetPageSettings(storage);
  expect([...kept.keys()]).toEqual(['other', 'xberth.a']);
});
