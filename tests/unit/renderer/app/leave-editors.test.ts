import { afterEach, expect, test, vi } from 'vitest';
import { openRepository } from '../../../../renderer/app/model/editor-flow.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

/** On the desktop nothing ends while somebody stays with unsaved work in its editor. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const stateOf = (repository: string) => page.app.instances.find(id, repository)?.state;

test('an instance whose editor has unsaved work is not stopped, alone or with all, nor cleaned up, when the user stays', async () => {
  page = openFakePage({ editorHost: 'view' });
  const { app, core } = page;
  await until(() => expect(app.link.store.getState().statuses[id]?.state).toBe('connected'));
  await until(() => expect(stateOf('actmcp')).toBe('running'));
  await openRepository(app, id, 'actmcp');
  const tabId = app.layout.getState().tabs[0]?.tabId ?? '';
  await until(() => expect(app.editors.store.getState()[tabId]?.phase).toBe('open'));
  const bounds = { x: 0, y: 0, width: 100, height: 100 };
  await app.session.client.views.open({ tabId, profileId: id, instanceId: 'actmcp', origin: 'http://a', bounds });

  core.nativeViews.isStaying = true;
  expect(await app.instances.stop(id, 'actmcp')).toBeNull();
  expect(await app.bulk.stopAll(id, ['actmcp'])).toBeNull();
  await app.cleanup.preview(id, 'everything');
  await app.cleanup.run();
  expect(app.cleanup.store.getState().phase).toBe('listed');
  expect(stateOf('actmcp')).toBe('running');
  expect(app.editors.store.getState()[tabId]?.phase).toBe('open');

  core.nativeViews.isStaying = false;
  expect((await app.instances.stop(id, 'actmcp'))?.ok).toBe(true);
  expect(app.editors.store.getState()[tabId]).toBeUndefined();
});

test('a cleanup that ends instances unloads their editors first', async () => {
  page = openFakePage({ editorHost: 'iframe' });
  const { app } = page;
  await until(() => expect(app.link.store.getState().statuses[id]?.state).toBe('connected'));
  await until(() => expect(stateOf('actmcp')).toBe('running'));
  await openRepository(app, id, 'actmcp');
  const tabId = app.layout.getState().tabs[0]?.tabId ?? '';
  await until(() => expect(app.editors.store.getState()[tabId]?.phase).toBe('open'));
  await app.cleanup.preview(id, 'everything');
  const done = app.cleanup.run();
  expect(app.cleanup.store.getState().phase).toBe('running');
  expect(app.editors.store.getState()[tabId]).toBeUndefined();
  await done;
});
