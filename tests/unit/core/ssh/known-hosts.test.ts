import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeHostKey } from '../../../../main/core/ssh/host-keys/host-key.ts';
import {
  createKnownHosts,
  type HostAddress,
  type KnownHosts,
} from '../../../../main/core/ssh/host-keys/known-hosts.ts';
import { makeHostKey } from './host-keys.ts';

const host = { address: 'host.example', port: 22 };

async function setUp(): Promise<{ knownHosts: KnownHosts; home: string; data: string; own: string }> {
  const home = await mkdtemp(join(tmpdir(), 'berth-known-hosts-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const data = join(home, 'data');
  return {
    knownHosts: createKnownHosts({ homeDirectory: home, dataDirectory: data }),
    home,
    data,
    own: join(data, 'known_hosts'),
  };
}

async function offer(knownHosts: KnownHosts, key: Buffer, at: HostAddress = host): Promise<string> {
  const keys = await knownHosts.check(at);
  return keys.ok ? keys.value.check(key).kind : keys.failure.kind;
}

test('Trusted keys are kept in a file of their own that only the user can read, with nothing left beside it', async () => {
  const { knownHosts, data, own } = await setUp();
  const keys = [1, 2, 3].map((number) => makeHostKey('ssh-ed25519', number));
  const hosts = ['a.example', 'b.example', 'c.example'].map((address) => ({ address, port: 22 }));
  for (const [index, key] of keys.entries()) expect(await offer(knownHosts, key, hosts[index])).toBe('unknown');
  const outcomes = await Promise.all(
    keys.map((key, index) => knownHosts.trust(hosts[index] ?? host, describeHostKey(key).fingerprint)),
  );
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  for (const [index, key] of keys.entries()) expect(await offer(knownHosts, key, hosts[index])).toBe('known');
  expect((await readFile(own, 'utf8')).trim().split('\n').length).toBe(3);
  expect((await stat(own)).mode & 0o777).toBe(0o600);
  expect(await readdir(data)).toEqual(['known_hosts']);
});

test('A last line without its end is not run into', async () => {
  const { knownHosts, own, data } = await setUp();
  await mkdir(data);
  await writeFile(own, '# by hand');
  const key = makeHostKey('ssh-ed25519', 1);
  await offer(knownHosts, key);
  await knownHosts.trust(host, describeHostKey(key).fingerprint);
  expect(await readFile(own, 'utf8')).toBe(`# by hand\nhost.example ssh-ed25519 ${key.toString('base64')}\n`);
});

test('An address that could be read as a pattern is trusted as itself only', async () => {
  const { knownHosts, own } = await setUp();
  const key = makeHostKey('ssh-ed25519', 1);
  const odd = { address: '*', port: 22 };
  await offer(knownHosts, key, odd);
  expect(await knownHosts.trust(odd, describeHostKey(key).fingerprint)).toMatchObject({ ok: true });
  expect(await readFile(own, 'utf8')).toMatch(/^\|1\|/);
  expect(await offer(knownHosts, key, odd)).toBe('known');
  expect(await offer(knownHosts, key, host)).toBe('unknown');
});

test('Only the key offered last can be trusted', async () => {
  const { knownHosts } = await setUp();
  const [first, second] = [makeHostKey('ssh-ed25519', 1), makeHostKey('ssh-ed25519', 2)];
  await offer(knownHosts, first);
  await offer(knownHosts, second);
  const stale = await knownHosts.trust(host, describeHostKey(first).fingerprint);
  expect(stale).toMatchObject({ ok: false, failure: { kind: 'host-key-unknown', hostKey: describeHostKey(second) } });
  expect(await knownHosts.trust(host, describeHostKey(second).fingerprint)).toMatchObject({ ok: true });
  expect(await offer(knownHosts, first)).toBe('changed');
});

test('A file that cannot be read or written is a failure, never an empty list', async () => {
  const { knownHosts, home, data, own } = await setUp();
  const key = makeHostKey('ssh-ed25519', 1);
  await offer(knownHosts, key);
  await writeFile(data, 'a file where the folder should be');
  expect(await knownHosts.check(host)).toMatchObject({
    ok: false,
    failure: { kind: 'store-unreadable', message: expect.stringContaining(own) },
  });
  await rm(data);
  await mkdir(join(home, '.ssh', 'known_hosts'), { recursive: true });
  expect(await offer(knownHosts, key)).toBe('store-unreadable');
  expect(await knownHosts.trust(host, describeHostKey(key).fingerprint)).toMatchObject({
    ok: false,
    failure: { kind: 'store-unreadable' },
  });
});
