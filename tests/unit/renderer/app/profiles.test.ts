import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { profileDraft } from '../../../../main/contract/profiles.ts';
import { type FakePage, openFakePage } from '../../../support/fakes/fake-page.ts';
import { fakeSshConfigHost } from '../../../support/fakes/fake-profiles.ts';

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
