import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

/** A clone and the list of repositories, on a fake core over a real transport. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });
const open = async (stepMs = 1) => {
  page = openFakePage({ stepMs });
  await until(() => expect(page.app.repositories.store.getState()[id]?.repositories).toHaveLength(7));
};
const job = () => page.app.clone.store.getState().job;
const names = () => page.app.repositories.store.getState()[id]?.repositories?.map(({ name }) => name) ?? [];
const url = 'https://github.com/acme/shop.git';

test('a clone tells its steps with their shares, and its repository is in the list at its place', async () => {
  await open();
  const shares = new Set<number | null>();
  page.app.clone.store.subscribe(({ job: known }) => {
    for (const step of known?.steps ?? []) shares.add(step.share);
  });
  page.app.clone.open(id, '/srv');
  page.app.clone.change({ address: url });
  await page.app.clone.run();
  expect(job()).toMatchObject({ phase: 'done', repository: { name: 'shop', path: '/srv/shop' } });
  expect([...shares]).toEqual(expect.arrayContaining([0.1, 0.43, 0.86]));
  expect(names().slice(-2)).toEqual(['pytorch-transformers', 'shop']);
  expect(page.app.announcement.getState()).toBe('');
});

test('one whose dialog is closed goes on; where it fails, its form waits with all that was typed', async () => {
  await open(20);
  const { clone } = page.app;
  const refused = fail('clone-failed', 'clone', 'There is no such repository.', 'Check the address.');
  page.core.host(id).cloneFailures.set(url, refused.failure);
  clone.open(id, '/srv');
  clone.change({ address: url });
  const running = clone.run();
  clone.close();
  expect(clone.store.getState()).toMatchObject({ isShown: false, job: { phase: 'running' } });
  // Whoever wants to clone meanwhile sees the one that runs.
  clone.open('gpu-box', '/elsewhere');
  clone.close();
  await running;
  expect(clone.store.getState()).toMatchObject({
    isShown: false,
    job: { profileId: id, phase: 'form', form: { address: url, path: '/srv/shop' }, problem: { kind: 'clone-failed' } },
  });
  expect(page.app.announcement.getState()).toBe('frankfurt-1: There is no such repository.');
  clone.open(id, '/elsewhere');
  expect(clone.store.getState()).toMatchObject({ isShown: true, job: { form: { path: '/srv/shop' } } });
});

test('one that the page lost sight of, or that somebody else began, is followed; what is typed is not put aside', async () => {
  await open(30);
  const { clone } = page.app;
  clone.open(id, '/srv');
  clone.change({ address: url });
  const lost = clone.run();
  await until(() => expect(job()?.steps).not.toEqual([]));
  page.drop();
  await lost;
  await until(() => expect(job()).toMatchObject({ phase: 'running', form: { address: url, path: '/srv/shop' } }));
  await until(() => expect(job()).toMatchObject({ phase: 'done', repository: { name: 'shop' } }));
  clone.close();
  // Another window's.
  const context = { signal: new AbortController().signal };
  const input = { profile: id, url: 'https://host/tool.git', path: '/srv/tool', login: { kind: 'host' as const } };
  void page.core.handlers.repositories
    .clone({ ...input, trustedFingerprint: null }, context)
    [Symbol.asyncIterator]()
    .next();
  clone.open(id, '/srv');
  await clone.follow(id);
  expect(job()?.phase).toBe('form');
  clone.close();
  const followed = clone.follow(id);
  await until(() => expect(job()).toMatchObject({ phase: 'running', form: { path: '/srv/tool', login: 'host' } }));
  await followed;
  expect(clone.store.getState()).toMatchObject({ isShown: false, job: null });
  expect(names()).toContain('tool');
  expect(page.app.announcement.getState()).toBe('frankfurt-1: tool is cloned.');
});

test('a token is forgotten with the dialog, and after it has done its work', async () => {
  await open();
  const { clone } = page.app;
  clone.open(id, '/srv');
  clone.change({ address: 'https://me:secret@host/shop' });
  clone.close();
  clone.open(id, '/srv');
  expect(JSON.stringify(clone.store.getState())).not.toContain('secret');
  clone.change({ address: 'https://me:secret@host/shop' });
  await clone.run();
  expect(JSON.stringify(clone.store.getState())).not.toContain('secret');
  expect(JSON.stringify([...page.stored])).not.toContain('secret');
});

test('a trusted key and a made one belong to one address', async () => {
  await open();
  const { clone } = page.app;
  clone.open(id, '/srv');
  clone.change({ address: url, login: 'deploy-key' });
  await clone.makeDeployKey();
  expect(job()?.deployKey).toMatchObject({
    url: 'git@github.com:acme/shop.git',
    key: { publicKey: expect.stringMatching(/^ssh-ed25519 /) },
  });
  clone.change({ path: '/srv/other' });
  expect(job()?.deployKey?.key).not.toBeNull();
  clone.change({ address: 'https://github.com/acme/other.git' });
  expect(job()?.deployKey).toBeNull();
});

test('what is removed is noted and comes back; what is running is refused, and the reason stays', async () => {
  await open();
  const { places, repositories } = page.app;
  const find = (name: string) => repositories.store.getState()[id]?.repositories?.find((known) => known.name === name);
  const [infra, actmcp] = [find('infra'), find('actmcp')];
  if (infra === undefined || actmcp === undefined) throw new Error('The fake lists other repositories.');
  expect(await places.remove(id, actmcp)).toBe(false);
  expect(places.store.getState().notes[id]).toMatchObject({ kind: 'failed', problem: { kind: 'instance-running' } });
  // A question whose dialog was closed before its answer is told in the same place.
  places.ask(id, { kind: 'create', root: '/srv' });
  const answered = places.answer(actmcp.path);
  places.close();
  await answered;
  expect(places.store.getState().notes[id]).toMatchObject({ title: 'Making the repository failed' });
  expect(await places.remove(id, infra)).toBe(true);
  expect(names()).not.toContain('infra');
  await places.undo(id);
  expect(names()).toContain('infra');
  expect(places.store.getState().notes).toEqual({});
});
