import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Profile, profile as profileSchema } from '../../../main/contract/profiles.ts';
import { makeFleet } from './fleet.ts';
import { failureOfResult, makeProfile, statusWhere } from './harness.ts';
import { type Sshd, signal, startSshd } from './sshd.ts';

let first: Sshd;
let second: Sshd;
beforeAll(async () => {
  [first, second] = await Promise.all([startSshd(), startSshd()]);
});
afterAll(() => Promise.all([first, second].map((sshd) => sshd.stop())));

/** What is saved is not where the file leads, so that nothing works by what is saved. */
const referring = (id: string, fields: Partial<Profile> = {}) =>
  makeProfile(1, { id, name: id, address: '192.0.2.1', user: 'nobody', sshConfigHost: id, ...fields });
const leadsTo = ({ port, keyPath }: Sshd) => ({ address: '127.0.0.1', port, user: 'root', keyPath });

async function makeReferringFleet(profiles: Profile[]) {
  const fleet = await makeFleet(profiles, []);
  const lines = [first, second].flatMap((sshd) => sshd.hostKeys.map((key) => `[127.0.0.1]:${sshd.port} ${key}\n`));
  await fleet.desk.writeKnownHosts(lines.join(''));
  return fleet;
}

test('A profile that refers to ~/.ssh/config is reached by what the file says, and nothing of that is saved', async () => {
  const { link, registry, sshHosts, profiles } = await makeReferringFleet([referring('box')]);
  sshHosts.set('box', leadsTo(first));
  expect(await (await link('box')).connect()).toMatchObject({ ok: true });
  const host = await registry.find('box');
  expect(host.ok && host.value.profile).toMatchObject({ address: '127.0.0.1', port: first.port, user: 'root' });
  expect(profiles[0]).toEqual(profileSchema.parse(referring('box')));
});

test('Another place in the file is another host: its link is made anew, and the old one’s belongings are let go', async () => {
  const { link, sshHosts, left } = await makeReferringFleet([referring('box')]);
  sshHosts.set('box', leadsTo(first));
  const before = await link('box');
  await before.connect();
  sshHosts.set('box', leadsTo(second));
  const after = await link('box');
  expect([after === before, before.status().state, left]).toEqual([false, 'disconnected', [`127.0.0.1:${first.port}`]]);
  expect(await after.connect()).toMatchObject({ ok: true });
  // A link that returns by itself does not follow to another host either.
  sshHosts.set('box', leadsTo(first));
  const dropped = statusWhere(after, ({ state }) => state === 'disconnected' || state === 'failed');
  for (const pid of await second.connectionPids()) signal(pid, 'SIGKILL');
  await dropped;
  expect(left.at(-1)).toBe(`127.0.0.1:${second.port}`);
});

test('Another key in the file counts from the next attempt on, with the link as it is', async () => {
  const { link, sshHosts } = await makeReferringFleet([referring('box')]);
  sshHosts.set('box', { ...leadsTo(first), keyPath: second.keyPath });
  expect(failureOfResult(await (await link('box')).connect())).toMatchObject({ kind: 'auth-failed' });
  sshHosts.set('box', leadsTo(first));
  expect(await (await link('box')).connect()).toMatchObject({ ok: true });
});

/** Longer than a name may be, so that no name server is asked. */
const nobody = 'x'.repeat(70);

test('What the file does not allow, does not know or leads over nobody is a failure that names it', async () => {
  const { link, sshHosts } = await makeReferringFleet([referring('box'), referring('gone', { sshConfigHost: nobody })]);
  const failure = async (id: string) => failureOfResult(await (await link(id)).connect());
  sshHosts.set('box', { ...leadsTo(first), problem: 'It is reached by a ProxyCommand, which Berth does not run.' });
  const refused = await failure('box');
  expect(refused).toMatchObject({
    kind: 'unreachable',
    stage: 'input',
    message: expect.stringMatching(/ProxyCommand/),
  });
  expect(refused.nextStep).toMatch(/~\/\.ssh\/config/);
  sshHosts.set('box', { ...leadsTo(first), jumps: ['bastion'] });
  expect(await failure('box')).toMatchObject({ kind: 'profile-not-found', nextStep: expect.stringMatching(/^Import/) });
  sshHosts.set(nobody, {});
  expect(await failure('gone')).toMatchObject({
    stage: 'input',
    message: expect.stringMatching(/^~\/\.ssh\/config names no/),
  });
});

test('The file’s way goes over the profiles of its hosts', async () => {
  const { link, sshHosts, registry } = await makeReferringFleet([referring('box'), referring('bastion')]);
  sshHosts.set('box', { ...leadsTo(second), jumps: ['bastion'] });
  sshHosts.set('bastion', leadsTo(first));
  expect(await (await link('box')).connect()).toMatchObject({ ok: true });
  expect(registry.all().map((host) => [host.profile.id, host.link.status().state])).toEqual([
    ['box', 'connected'],
    ['bastion', 'connected'],
  ]);
});
