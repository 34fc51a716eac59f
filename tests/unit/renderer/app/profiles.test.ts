import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { profileDraft } from '../../../../main/contract/profiles.ts';
import { afterEdit } from '../../../../renderer/app/model/profile-flow.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';
import { fakeSshConfigHost } from '../../../support/fake-core/fake-profiles.ts';

/** The list of servers, on a fake core over a real transport. */

let page: FakePage;
afterEach(() => {
  page.close();
  expect(page.bugs).toEqual([]);
});

const order = ['frankfurt-1', 'gpu-box', 'lab', 'moved-box', 'old-vps'];
const state = () => page.app.profiles.store.getState();
const shown = () => state().profiles.map(({ id }) => id);
const open = async (options: Parameters<typeof openFakePage>[0] = {}) => {
  page = openFakePage(options);
  await vi.waitFor(() => expect(state().state).toBe('ready'));
};

test('an order is shown at once and kept, and the former one comes back when it cannot be saved', async () => {
  await open();
  const swapped = ['gpu-box', 'frankfurt-1', ...order.slice(2)];
  const arranging = page.app.profiles.arrange(swapped);
  expect(shown()).toEqual(swapped);
  await arranging;
  await page.app.profiles.load();
  expect(shown()).toEqual(swapped);

  const full = fail('store-unreadable', 'store', 'The disk is full.', 'Make room.');
  Object.assign(page.core.handlers.profiles, { arrange: async () => full });
  await page.app.profiles.arrange(order);
  expect(shown()).toEqual(swapped);
  expect(state().listProblem).toMatchObject({ problem: { message: 'The disk is full.' } });
  page.app.profiles.dismissListProblem();
  expect(state().listProblem).toBeNull();

  // What was added while the order was being saved stays.
  const failing = page.app.profiles.arrange(order);
  await page.app.profiles.add(profileDraft.parse({ name: 'late', address: 'late', user: 'me' }));
  await failing;
  expect(shown()).toEqual([...swapped, 'late']);
});

test('a copy stands after its original', async () => {
  await open();
  expect(await page.app.profiles.duplicate('gpu-box')).toMatchObject({ name: 'gpu-box copy' });
  expect(shown().slice(1, 3)).toEqual(['gpu-box', 'gpu-box-copy']);
});

test('an edit connects only the server that is looked at, and only when it is reached in another way', async () => {
  await open();
  page.app.layout.setState({ profileId: 'lab' });
  const connected = new Set<string>();
  const { connect } = page.app.link;
  Object.assign(page.app.link, { connect: (id: string) => connect(id).finally(() => connected.add(id)) });
  const edit = async (id: string, part: object) => {
    const before = state().profiles.find((profile) => profile.id === id);
    if (before === undefined) throw new Error('There is no such profile.');
    const answer = await page.app.profiles.edit(id, profileDraft.parse({ ...before, ...part }));
    if (!answer.ok) throw new Error(answer.failure.message);
    await afterEdit(page.app, before, answer.value);
  };
  await edit('lab', { name: 'lab at home', color: 'blue', tags: ['home'], portLast: 8_890 });
  await edit('gpu-box', { address: 'gpu.example' });
  expect(connected).toEqual(new Set());
  await edit('lab', { port: 2_222 });
  expect(connected).toEqual(new Set(['lab']));
  await edit('lab', { sshConfigHost: 'lab' });
  connected.clear();
  await edit('lab', { color: 'red' });
  expect(connected).toEqual(new Set());
  await edit('lab', { keyPath: '~/.ssh/lab' });
  expect(connected).toEqual(new Set(['lab']));
});

test('what is imported is in the list; what others go through is not removed', async () => {
  await open({
    sshConfig: { hosts: [fakeSshConfigHost('gate'), fakeSshConfigHost('db', { jumps: ['gate'] })], problems: [] },
  });
  const answer = await page.app.profiles.importSshConfig(['db'], true);
  expect(answer).toMatchObject({ ok: true, value: { skipped: [] } });
  expect(shown().slice(-2)).toEqual(['gate', 'db']);
  expect(await page.app.profiles.remove('gate')).toMatchObject({ ok: false, failure: { kind: 'profile-in-use' } });

  const exported = await page.app.profiles.exportText(['gate']);
  await page.app.profiles.edit('db', profileDraft.parse({ name: 'db', address: 'db', user: 'me' }));
  await page.app.profiles.remove('gate');
  expect(shown()).not.toContain('gate');
  if (!exported.ok) throw new Error(exported.failure.message);
  await page.app.profiles.importText(exported.value.document);
  expect(shown().at(-1)).toBe('gate');
});
