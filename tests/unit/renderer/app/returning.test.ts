import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import { firstSteps } from '../../../../renderer/app/host/first-steps.ts';
import { linkView } from '../../../../renderer/features/link/link-view.ts';
import { repositoryRows } from '../../../../renderer/features/repositories/list/repository-rows.ts';
import { fakeHost, fakeHosts, fakeInstance, secretNeeded } from '../../../support/fake-core/fake-hosts.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';
import { fakeRepository } from '../../../support/fake-core/fake-repositories.ts';

/** What a returning user finds, and what a new one is led to. */

let page: FakePage | null = null;
afterEach(() => {
  page?.close();
  expect(page?.bugs ?? []).toEqual([]);
  page = null;
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const host = (id: string, part: Parameters<typeof fakeHost>[1] = {}) =>
  fakeHost(profile.parse({ id, name: id, address: '192.0.2.7', user: 'deploy' }), part);
const left = (profileId: string | null, hosts: readonly string[]) => {
  const tabs = hosts.map((id) => ({ profileId: id, repositoryId: 'maps' }));
  const layout = { profileId, tabs, activeIndex: null, isSidebarHidden: true };
  return new Map([['berth.layout', JSON.stringify(layout)]]);
};

test('the hosts of all open tabs are linked and told what runs; what one asks waits until somebody looks', async () => {
  const running = fakeInstance('maps', { state: 'running', pid: 7, port: 8888 });
  const oslo = host('oslo', { repositories: [fakeRepository('/srv/maps')], instances: [running] });
  const lab = host('lab', { obstacle: secretNeeded });
  const [first] = fakeHosts(Date.now());
  if (first === undefined) throw new Error('The fakes have no host.');
  page = openFakePage({ hosts: [first, oslo, lab, host('other')] }, left(null, ['oslo', 'lab', 'gone']));
  const { link, instances, layout, repositories } = page.app;
  await until(() => expect(instances.find('oslo', 'maps')?.state).toBe('running'));
  await until(() => expect(repositories.store.getState().oslo?.repositories?.[0]?.name).toBe('maps'));
  await until(() => expect(link.store.getState().attempts.lab?.phase).toBe('failed'));
  expect(link.store.getState().statuses.other).toBeUndefined();
  expect(layout.getState()).toMatchObject({ profileId: null, isSidebarHidden: true });
  expect(layout.getState().tabs.map(({ profileId }) => profileId)).toEqual(['oslo', 'lab']);
});

test('a server that cannot be reached yet is gone on with by itself, and one that refuses is not', async () => {
  const { failure: unreachable } = fail('unreachable', 'tcp', 'Nobody answers.', 'Check the network.');
  const { failure: refused } = fail('auth-failed', 'auth', 'The key is refused.', 'Choose another key.');
  const hosts = [host('oslo', { obstacle: unreachable }), host('lab', { obstacle: refused })];
  page = openFakePage({ hosts }, left('oslo', ['lab']));
  const { link } = page.app;
  const viewOf = (id: string) => linkView(link.store.getState().statuses[id], link.store.getState().attempts[id]);
  await until(() => expect(viewOf('oslo')).toMatchObject({ kind: 'reconnecting', unheard: unreachable }));
  await until(() => expect(viewOf('lab')).toMatchObject({ kind: 'failed', problem: refused }));
  await link.connect('oslo');
  expect(viewOf('oslo')).toMatchObject({ kind: 'failed', problem: unreachable });
});

test('the list of all servers stands as it was left; what cannot be read of it is forgotten', () => {
  const first = openFakePage({}, left(null, []));
  first.app.fleet.setState({ filter: 'eu', sort: 'cpu', isConnectingAll: true });
  first.close();
  page = openFakePage({}, first.stored);
  expect(page.app.fleet.getState()).toEqual({ filter: 'eu', sort: 'cpu', isConnectingAll: false, queuedIds: [] });
  page.close();
  page = openFakePage({}, new Map([['berth.fleet', '{"filter":7}']]));
  expect(page.app.fleet.getState()).toMatchObject({ filter: '', sort: 'order' });
});

test('a new server tells how far it is from its first editor, and no more once there was one', () => {
  const rowsOf = (...repositories: ReturnType<typeof fakeRepository>[]) =>
    repositoryRows({ repositories, instances: [], operations: {}, memoryBytes: new Map() });
  const nextOf = (sources: Partial<Parameters<typeof firstSteps>[0]>) =>
    firstSteps({ rows: rowsOf(), areInstancesKnown: true, isReady: true, ...sources })?.find(
      ({ state }) => state === 'next',
    )?.name ?? null;
  expect(nextOf({ isReady: false })).toBe('Ready for VS Code');
  expect(nextOf({})).toBe('First repository');
  expect(nextOf({ rows: rowsOf(fakeRepository('/srv/a')) })).toBe('First editor');
  expect(nextOf({ rows: rowsOf(fakeRepository('/srv/a', { lastOpenedAtMs: 1 })) })).toBeNull();
  for (const unknown of [{ rows: null }, { areInstancesKnown: false }, { isReady: undefined }]) {
    expect(nextOf(unknown)).toBeNull();
  }
});
