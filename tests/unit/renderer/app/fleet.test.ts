import { afterEach, expect, test, vi } from 'vitest';
import { openHost } from '../../../../renderer/app/model/editor-flow.ts';
import { connectAll, disconnectAll } from '../../../../renderer/app/model/fleet-flow.ts';
import { showFleet } from '../../../../renderer/app/model/layout-state.ts';
import { manyHosts } from '../../../support/fake-core/fake-fleet.ts';
import { type FakePage, openFakePage, storedSelection } from '../../../support/fake-core/fake-page.ts';

/** The page of all hosts, on a fake core over a real transport. */

let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 6_000, interval: 10 });
const statuses = () => page.app.link.store.getState().statuses;
const readIds = () => Object.keys(page.app.stats.store.getState()).toSorted();

test('with several hosts and none selected all of them are shown; looking connects none, and reads the linked ones', async () => {
  const hosts = manyHosts(50, 8, Date.now());
  page = openFakePage({ hosts }, new Map());
  const linkedIds = hosts.slice(0, 8).map(({ profile }) => profile.id);
  await until(() => expect(readIds()).toEqual(linkedIds));
  await until(() => expect(page.app.instances.store.getState()[linkedIds.at(-1) ?? '']?.instances).toEqual([]));
  expect(page.app.layout.getState()).toMatchObject({ profileId: null, activeTabId: null });
  expect(Object.keys(statuses())).toEqual(linkedIds);
});

test('a single host is selected and connected', async () => {
  page = openFakePage({ hosts: manyHosts(1, 0, Date.now()) }, new Map());
  await until(() => expect(page.app.layout.getState().profileId).toBe('server-01'));
});

test('the figures of all hosts are not read while one of them is looked at', async () => {
  page = openFakePage({ hosts: manyHosts(3, 3, Date.now()) }, storedSelection('server-02'));
  await until(() => expect(readIds()).toEqual(['server-02']));
  page.app.layout.setState(showFleet, true);
  await until(() => expect(readIds()).toEqual(['server-01', 'server-02', 'server-03']));
});

test('all are connected by one click; questions are put aside and wait for their own', async () => {
  page = openFakePage({}, storedSelection(null));
  await until(() => expect(page.app.profiles.store.getState().profiles).toHaveLength(5));
  const ids = page.app.profiles.store.getState().profiles.map(({ id }) => id);
  const connecting = connectAll(page.app, ids);
  expect(page.app.fleet.getState().isConnectingAll).toBe(true);
  await connecting;
  const { attempts } = page.app.link.store.getState();
  expect(Object.fromEntries(Object.entries(attempts).map(([id, { phase }]) => [id, phase]))).toEqual({
    'gpu-box': 'failed',
    lab: 'failed',
    'moved-box': 'failed',
    'old-vps': 'failed',
  });
  expect(page.app.announcement.getState()).toContain('1 of 5 servers linked');
  page.app.link.askAgain('gpu-box');
  expect(page.app.link.store.getState().attempts['gpu-box']?.phase).toBe('asking');
  await disconnectAll(page.app, ids);
  expect(statuses()['frankfurt-1']?.state).toBe('disconnected');
  openHost(page.app, 'frankfurt-1');
  expect(page.app.link.store.getState().attempts['frankfurt-1']).toBeUndefined();
});

test('disconnecting all also calls off those whose turn to connect has not come', async () => {
  page = openFakePage({ hosts: manyHosts(8, 0, Date.now()) }, new Map());
  await until(() => expect(page.app.profiles.store.getState().profiles).toHaveLength(8));
  const ids = page.app.profiles.store.getState().profiles.map(({ id }) => id);
  const connecting = connectAll(page.app, ids);
  await disconnectAll(page.app, ids);
  await connecting;
  expect(ids.slice(4).filter((id) => statuses()[id]?.state === 'connected')).toEqual([]);
  expect(page.app.link.store.getState().attempts).toEqual({});
});
