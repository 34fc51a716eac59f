import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { shownClone, unseenClones } from '../../../../renderer/features/repositories/clone/clone-model.ts';
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
const jobs = () => page.app.clone.store.getState().jobs;
const job = () => jobs()[0];
const names = () => page.app.repositories.store.getState()[id]?.repositories?.map(({ name }) => name) ?? [];
const url = 'https://github.com/acme/shop.git';

test('a clone tells its steps with their shares, and its repository is in the list at its place', async () => {
  await open();
  const shares = new Set<number | null>();
  page.app.clone.store.subscribe(({ jobs: [known] }) => {
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

test('clones go on beside one another without their dialogs; where one fails, its form waits with all that was typed', async () => {
  await open(20);
  const { clone } = page.app;
  const refused = fail('clone-failed', 'clone', 'There is no such repository.', 'Check the address.');
  page.core.host(id).cloneFailures.set(url, refused.failure);
  clone.open(id, '/srv');
  clone.change({ address: url });
  const first = clone.run();
  clone.close();
  clone.open(id, '/srv');
  expect(clone.store.getState()).toMatchObject({
    jobs: [{ phase: 'running' }, { phase: 'form', form: { address: '' } }],
  });
  clone.change({ address: 'https://host/tool.git' });
  const second = clone.run();
  clone.close();
  expect(jobs().map(({ phase, form: { path } }) => [phase, path])).toEqual([
    ['running', '/srv/shop'],
    ['running', '/srv/tool'],
  ]);
  await Promise.all([first, second]);
  expect(jobs()).toHaveLength(1);
  expect(job()).toMatchObject({
    phase: 'form',
    form: { address: url, path: '/srv/shop' },
    problem: { kind: 'clone-failed' },
  });
  expect(names()).toContain('tool');
  expect(page.app.announcement.getState()).toBe('frankfurt-1: tool is cloned.');
  clone.show(job()?.id ?? '');
  expect(shownClone(clone.store.getState())?.form.path).toBe('/srv/shop');
  clone.close();
  expect(jobs()).toEqual([]);
});

test('one is stopped, and the others go on', async () => {
  await open(10);
  const { clone } = page.app;
  page.core.host(id).heldCloneShare = 0.43;
  const begin = (address: string) => {
    clone.open(id, '/srv');
    clone.change({ address });
    const running = clone.run();
    clone.close();
    return running;
  };
  const running = [begin(url), begin('https://host/tool.git')];
  await clone.cancel(job()?.id ?? '');
  await running[0];
  expect(jobs().map(({ phase, form: { path } }) => [phase, path])).toEqual([['running', '/srv/tool']]);
  page.core.host(id).heldCloneShare = null;
  await running[1];
  expect(names()).toContain('tool');
  expect(names()).not.toContain('shop');
});

test('those that the page lost sight of, or that somebody else began, are followed; what is typed is not put aside', async () => {
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
  for (const name of ['tool', 'maps']) {
    const input = {
      profile: id,
      url: `https://host/${name}.git`,
      path: `/srv/${name}`,
      login: { kind: 'host' as const },
    };
    void page.core.handlers.repositories
      .clone({ ...input, trustedFingerprint: null }, context)
      [Symbol.asyncIterator]()
      .next();
  }
  clone.open(id, '/srv');
  clone.change({ address: 'https://host/typed' });
  const followed = Promise.all([clone.follow(id), clone.follow(id)]);
  await until(() => expect(jobs()).toHaveLength(3));
  expect(shownClone(clone.store.getState())?.form.address).toBe('https://host/typed');
  expect(unseenClones(clone.store.getState(), id)).toMatchObject([
    { phase: 'running', form: { path: '/srv/tool', login: 'host' } },
    { phase: 'running', form: { path: '/srv/maps' } },
  ]);
  await followed;
  expect(jobs()).toHaveLength(1);
  expect(names()).toEqual(expect.arrayContaining(['tool', 'maps']));
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
