import { afterEach, expect, test, vi } from 'vitest';
import { outdatedIds } from '../../../../renderer/features/setup/versions-model.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';
import { manyVersions, versionOf } from '../../../support/fake-core/fake-plans.ts';

/** Editors of older versions and their restarts, on a fake core over a real transport. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const instance = (name: string) => page.app.instances.find(id, name);

test('editors of older versions restart one after another; a failure holds no other up and is told', async () => {
  page = openFakePage({ stepMs: 3 });
  const { restarts, versions } = page.app;
  const known = manyVersions();
  const usedBy = ['pytorch-transformers', 'broken-app'];
  const later = versionOf('4.139.2', { isCurrent: true });
  const older = known.versions.map((one) => ({
    ...one,
    isCurrent: false,
    usedBy: one.isPrevious ? usedBy : one.usedBy,
  }));
  page.core.host(id).codeServers = { ...known, versions: [later, ...older] };
  await until(() => expect(instance('actmcp')?.state).toBe('running'));
  await versions.open(id);
  const shown = () => {
    const state = versions.store.getState();
    if (state.phase !== 'ready') throw new Error('The versions are not there.');
    return state.codeServers;
  };
  expect(outdatedIds(shown())).toEqual(['actmcp', 'pytorch-transformers', 'broken-app']);
  let mostAtOnce = 0;
  page.app.instances.store.subscribe(({ [id]: host }) => {
    const running = Object.values(host?.operations ?? {}).filter(({ isRunning }) => isRunning);
    mostAtOnce = Math.max(mostAtOnce, running.length);
  });
  const all = restarts.restart(id, ['broken-app', 'actmcp']);
  // A second click on one that waits changes nothing; another one is added.
  await restarts.restart(id, ['actmcp', 'pytorch-transformers']);
  expect(restarts.store.getState()[id]?.ids).toEqual(['broken-app', 'actmcp', 'pytorch-transformers']);
  await all;
  expect(mostAtOnce).toBe(1);
  expect(outdatedIds(shown())).toEqual(['broken-app']);
  expect(restarts.store.getState()[id]).toMatchObject({ ids: [], problems: { 'broken-app': { stage: 'healthz' } } });
  expect(instance('pytorch-transformers')?.state).toBe('running');
  await versions.open(id);
  expect(restarts.store.getState()[id]?.problems).toEqual({});
});
