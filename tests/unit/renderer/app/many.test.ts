import { afterEach, expect, test, vi } from 'vitest';
import { rowActions } from '../../../../renderer/app/host/use-row-actions.ts';
import { openRepository } from '../../../../renderer/app/model/editor-flow.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

/** The models for many instances, on a fake core over a real transport. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const open = async () => {
  page = openFakePage();
  await until(() => expect(page.app.instances.store.getState()[id]?.instances).toHaveLength(4));
  await until(() => expect(page.app.link.store.getState().statuses[id]?.state).toBe('connected'));
};
const stateOf = (repository: string) => page.app.instances.find(id, repository)?.state;
const editorOf = (repositoryId: string) => {
  const tab = page.app.layout.getState().tabs.find((known) => known.repositoryId === repositoryId);
  return page.app.editors.store.getState()[tab?.tabId ?? ''];
};

test('what falls asleep loses its editor, and opening wakes it and loads it again', async () => {
  await open();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  await page.app.instances.suspend(id, 'actmcp');
  await until(() => expect(editorOf('actmcp')).toBeUndefined());
  expect(stateOf('actmcp')).toBe('suspended');
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  expect(page.app.layout.getState().tabs).toHaveLength(1);
});

test('an editor is unloaded before its instance restarts, and loaded again after it', async () => {
  await open();
  await openRepository(page.app, id, 'actmcp');
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  const before = editorOf('actmcp');
  const restarting = page.app.instances.restart(id, 'actmcp');
  expect(page.app.instances.store.getState()[id]?.operations.actmcp).toMatchObject({
    action: 'restart',
    wasInUse: true,
  });
  expect(editorOf('actmcp')).toBeUndefined();
  await restarting;
  await until(() => expect(editorOf('actmcp')?.phase).toBe('open'));
  expect(editorOf('actmcp')).not.toBe(before);
});

test('an instance that restarts while its editor is being opened is opened again', async () => {
  await open();
  const pidOf = () => {
    const editor = editorOf('actmcp');
    return editor?.phase === 'open' ? editor.pid : null;
  };
  const handlers = page.core.handlers.instances;
  const { open: answer } = handlers;
  const { promise: isRestarted, resolve: restarted } = Promise.withResolvers<void>();
  const waiting: typeof answer = async (...input) => {
    await isRestarted;
    return answer(...input);
  };
  Object.assign(handlers, { open: waiting });
  await openRepository(page.app, id, 'actmcp');
  expect(editorOf('actmcp')?.phase).toBe('opening');
  page.core.setInstance(id, 'actmcp', { pid: 9_999 });
  await until(() => expect(page.app.instances.find(id, 'actmcp')?.pid).toBe(9_999));
  restarted();
  await until(() => expect(pidOf()).toBe(9_999));
});

test('making room puts one to sleep and then starts the other', async () => {
  await open();
  rowActions(page.app, id, false).makeRoom('infra', 'actmcp');
  await until(() => expect([stateOf('actmcp'), stateOf('infra')]).toEqual(['suspended', 'running']));
});

test('starting all tells how many did, and lists what did not until it is tried again', async () => {
  await open();
  const { bulk } = page.app;
  const phases: string[] = [];
  bulk.store.subscribe((state) => phases.push(state[id]?.phase ?? 'none'));
  expect(await bulk.startAll(id, ['infra', 'landing-page'])).toBe(2);
  expect(new Set(phases)).toEqual(new Set(['running', 'none']));
  expect([stateOf('infra'), stateOf('landing-page')]).toEqual(['running', 'running']);
  expect(await bulk.startAll(id, ['dotfiles', 'broken-app'])).toBeNull();
  expect(bulk.store.getState()[id]).toMatchObject({
    phase: 'failed',
    doneCount: 1,
    failures: [{ repository: 'broken-app', problem: { stage: 'healthz' } }],
  });
  const retrying = bulk.retry(id);
  expect(bulk.store.getState()[id]).toMatchObject({ phase: 'running', ids: ['broken-app'] });
  await retrying;
  bulk.dismiss(id);
  expect(bulk.store.getState()).toEqual({});
});

test('a second click does not start all twice', async () => {
  await open();
  const first = page.app.bulk.startAll(id, ['infra']);
  expect(await page.app.bulk.startAll(id, ['infra'])).toBeNull();
  expect(await first).toBe(1);
});

test('stopping all leaves nothing that runs or sleeps', async () => {
  await open();
  await page.app.bulk.stopAll(id, ['actmcp', 'billing-api', 'landing-page', 'pytorch-transformers']);
  await until(() =>
    expect(page.app.instances.store.getState()[id]?.instances?.every(({ state }) => state === 'stopped')).toBe(true),
  );
});

const logLines = () => page.app.logs.store.getState().log.lines;

test('a log is followed over a lost channel without telling anything twice', async () => {
  await open();
  const { logs } = page.app;
  logs.open({ profileId: id, repositoryId: 'actmcp', name: 'actmcp' });
  await until(() => expect(logLines().length).toBeGreaterThan(2));
  const before = page.core.host(id).logs.get('actmcp') ?? '';
  page.core.setLog(id, 'actmcp', `${before}more\n`);
  await until(() => expect(logLines().at(-1)).toBe('more'));
  page.drop();
  page.core.setLog(id, 'actmcp', `${before}more\nafter the loss\n`);
  await until(() => expect(logLines().at(-1)).toBe('after the loss'));
  expect(logLines().filter((line) => line === 'more')).toHaveLength(1);
});

test('another run begins the log anew; the previous one is read once', async () => {
  await open();
  const { logs } = page.app;
  logs.open({ profileId: id, repositoryId: 'actmcp', name: 'actmcp' });
  await until(() => expect(logLines().length).toBeGreaterThan(2));
  page.core.setLog(id, 'actmcp', 'a fresh run\n');
  await until(() => expect(logLines()).toEqual(['a fresh run']));
  logs.showRun(true);
  await until(() =>
    expect(logs.store.getState()).toMatchObject({ isPrevious: true, isWaiting: false, log: { lines: [] } }),
  );
  logs.close();
  page.core.setLog(id, 'actmcp', 'nobody reads this\n');
  expect(logs.store.getState()).toMatchObject({ subject: null, log: { lines: [] } });
});
