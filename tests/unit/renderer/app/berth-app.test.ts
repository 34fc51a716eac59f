import { afterEach, expect, test, vi } from 'vitest';
import { closeEditor, openHost, openRepository } from '../../../../renderer/app/model/editor-flow.ts';
import { showHost, showPlace } from '../../../../renderer/app/model/layout-state.ts';
import { fakeHosts } from '../../../support/fake-core/fake-hosts.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const editorOf = (repositoryId: string) => {
  const tab = page.app.layout.getState().tabs.find((known) => known.repositoryId === repositoryId);
  return page.app.editors.store.getState()[tab?.tabId ?? ''];
};
const linked = () =>
  until(() => {
    expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected');
    expect(page.app.instances.store.getState()[id]?.instances).toHaveLength(4);
    expect(page.app.repositories.store.getState()[id]?.repositories).toHaveLength(7);
  });

test('the host of the last time is connected and read by itself', async () => {
  page = openFakePage();
  await linked();
  await until(() => {
    expect(page.app.stats.store.getState()[id]?.stats?.hostname).toBe(id);
    expect(page.app.ports.store.getState()[id]?.ports?.length).toBeGreaterThan(3);
  });
  expect(page.app.link.store.getState().statuses['gpu-box']).toBeUndefined();
});

test('opening something that runs asks for its address once', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  const first = editorOf('actmcp');
  page.app.layout.setState((layout) => showHost(layout, id), true);
  await openRepository(page.app, id, 'actmcp');
  expect(editorOf('actmcp')).toBe(first);
});

test('opening something that is stopped starts it, then opens it', async () => {
  page = openFakePage();
  await linked();
  const opening = openRepository(page.app, id, 'infra');
  expect(page.app.instances.store.getState()[id]?.operations.infra).toMatchObject({
    action: 'start',
    isRunning: true,
  });
  await opening;
  await until(() => expect(editorOf('infra')).toMatchObject({ phase: 'open', pid: expect.any(Number) }));
  expect(page.app.instances.store.getState()[id]?.operations.infra).toBeUndefined();
});

test('a start that fails leaves its steps and its reason, and no editor', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'broken-app');
  expect(page.app.instances.store.getState()[id]?.operations['broken-app']).toMatchObject({
    isRunning: false,
    problem: { stage: 'healthz' },
    steps: expect.arrayContaining([expect.objectContaining({ stage: 'claim', state: 'undone' })]),
  });
  expect(editorOf('broken-app')).toBeUndefined();
});

test('stopping one instance forgets its editor and leaves the others', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  await openRepository(page.app, id, 'pytorch-transformers');
  await until(() => expect(editorOf('pytorch-transformers')?.phase).toBe('open'));
  const other = editorOf('actmcp');
  await page.app.instances.stop(id, 'pytorch-transformers');
  await until(() => expect(editorOf('pytorch-transformers')).toBeUndefined());
  expect(editorOf('actmcp')).toBe(other);
});

test('an instance that was started anew behind the page gets a new address', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  page.core.setInstance(id, 'actmcp', { pid: 9999 });
  await until(() => expect(editorOf('actmcp')).toMatchObject({ phase: 'open', pid: 9999 }));
});

test('a lost link keeps every editor and every figure', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  const open = editorOf('actmcp');
  page.core.setStatus(id, { state: 'reconnecting', nextAttemptAtMs: Date.now() + 5_000 });
  await until(() => expect(page.app.link.store.getState().statuses[id]?.state).toBe('reconnecting'));
  // The watch is not given up: what it tells on the way is taken.
  page.core.setInstance(id, 'infra', { state: 'running', pid: 7 });
  await until(() => expect(page.app.instances.find(id, 'infra')?.pid).toBe(7));
  page.core.setStatus(id, { state: 'connected', nextAttemptAtMs: null });
  await until(() => expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected'));
  expect(editorOf('actmcp')).toBe(open);
});

test('when Berth itself went away, the page finds it again and keeps the editors', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  const open = editorOf('actmcp');
  const states: string[] = [];
  page.app.session.store.subscribe((state) => states.push(state));
  page.drop();
  await until(() => expect(states).toEqual(['lost', 'open']));
  page.core.setInstance(id, 'infra', { state: 'running', pid: 7 });
  await until(() => expect(page.app.instances.find(id, 'infra')?.pid).toBe(7));
  expect(editorOf('actmcp')).toBe(open);
});

test('after a reload the shown tab opens again, hidden ones wait, and nothing stopped is started', async () => {
  page = openFakePage();
  await linked();
  for (const repository of ['actmcp', 'infra', 'pytorch-transformers']) await openRepository(page.app, id, repository);
  await page.app.instances.stop(id, 'infra');
  const { stored } = page;
  page.close();

  page = openFakePage({}, stored);
  expect(page.app.layout.getState().tabs.map((tab) => tab.repositoryId)).toEqual([
    'actmcp',
    'infra',
    'pytorch-transformers',
  ]);
  await until(() => expect(editorOf('pytorch-transformers')?.phase).toBe('open'));
  expect(editorOf('actmcp')).toBeUndefined();
  page.app.layout.setState((layout) => showPlace(layout, 3), true);
  page.app.layout.setState((layout) => showPlace(layout, 2), true);
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  expect(page.app.instances.store.getState()[id]?.operations).toEqual({});
  expect(page.app.instances.find(id, 'infra')).toBeNull();
});

test('closing a tab forgets its editor and leaves the instance running', async () => {
  page = openFakePage();
  await linked();
  await openRepository(page.app, id, 'actmcp');
  const [tab] = page.app.layout.getState().tabs;
  await closeEditor(page.app, tab?.tabId ?? '');
  expect(page.app.layout.getState()).toMatchObject({ tabs: [], activeTabId: null });
  expect(page.app.editors.store.getState()).toEqual({});
  expect(page.app.instances.find(id, 'actmcp')?.state).toBe('running');
});

test('looking at a host connects it once; one that the user disconnected stays so', async () => {
  page = openFakePage();
  await linked();
  await page.app.link.disconnect(id);
  openHost(page.app, 'old-vps');
  await until(() => expect(page.app.link.store.getState().attempts['old-vps']?.phase).toBe('failed'));
  openHost(page.app, id);
  openHost(page.app, 'old-vps');
  expect(page.app.link.store.getState().attempts[id]).toBeUndefined();
  expect(page.app.link.store.getState().attempts['old-vps']?.phase).toBe('failed');
  expect(page.app.link.store.getState().statuses[id]?.state).toBe('disconnected');
});

test('deleting a host closes its tabs and selects another one', async () => {
  page = openFakePage({ hosts: fakeHosts(Date.now()).slice(0, 2) });
  await linked();
  await openRepository(page.app, id, 'actmcp');
  await page.app.profiles.remove(id);
  expect(page.app.layout.getState()).toMatchObject({ profileId: 'gpu-box', tabs: [], activeTabId: null });
});
