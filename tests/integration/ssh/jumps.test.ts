import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '../../../main/contract/profiles.ts';
import { loginCount, makeFleet, statesOf } from './fleet.ts';
import { failureOfResult, makeProfile, runCommand, statusWhere } from './harness.ts';
import { startLinkProxy } from './link-proxy.ts';
import { freePort, type Sshd, signal, startSshd } from './sshd.ts';

let bastion: Sshd;
let inner: Sshd;
let target: Sshd;
beforeAll(async () => {
  [bastion, inner, target] = await Promise.all([startSshd(), startSshd(), startSshd()]);
});
afterAll(() => Promise.all([bastion, inner, target].map((sshd) => sshd.stop())));

const at = (id: string, sshd: Sshd, fields: Partial<Profile> = {}) =>
  makeProfile(sshd.port, { id, name: id, keyPath: sshd.keyPath, ...fields });
const known = (...sshds: Sshd[]) => sshds.map((sshd) => [sshd.port, sshd] as const);

test('A chain of two hosts leads to a third, and each of them is connected to once', async () => {
  const { link } = await makeFleet(
    [
      at('a', bastion),
      at('b', inner, { jumpProfileId: 'a' }),
      at('c', target, { jumpProfileId: 'b' }),
      at('d', target, { jumpProfileId: 'b' }),
      at('e', target, { jumpProfileId: 'a' }),
    ],
    known(bastion, inner, target),
  );
  const before = [await loginCount(bastion), await loginCount(inner)];
  const links = await Promise.all(['c', 'd', 'e'].map(link));
  const outcomes = await Promise.all(links.map((one) => one.connect()));
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
  const greetings = await Promise.all(links.map((one) => runCommand(one, 'echo $SSH_CONNECTION')));
  for (const { out } of greetings) expect(out.trim().split(' ').at(-1)).toBe(String(target.port));
  expect([await loginCount(bastion), await loginCount(inner)]).toEqual(before.map((count) => count + 1));
  const { lastHeardAtMs, roundTripMs } = (await link('c')).status();
  expect(Date.now() - (lastHeardAtMs ?? 0)).toBeLessThan(10_000);
  expect(roundTripMs).not.toBeNull();
});

test('What stops at a host on the way is told as that host’s, and can be put right there', async () => {
  const { link, desk, profiles } = await makeFleet(
    [at('a', bastion, { keyPath: target.keyPath }), at('c', target, { jumpProfileId: 'a' })],
    known(target),
  );
  const unknown = failureOfResult(await (await link('c')).connect());
  expect(unknown).toMatchObject({ kind: 'host-key-unknown', stage: 'host key', jump: { profileId: 'a', name: 'a' } });
  const trusted = await desk.knownHosts.trust(at('a', bastion), unknown.hostKey?.fingerprint ?? '');
  expect(trusted).toMatchObject({ ok: true });
  const rejected = failureOfResult(await (await link('c')).connect());
  expect(rejected).toMatchObject({ kind: 'auth-failed', stage: 'auth', jump: { profileId: 'a' } });
  profiles[0] = at('a', bastion);
  expect(await (await link('c')).connect()).toMatchObject({ ok: true });
});

test('A host that forwards nothing, and one that finds nobody, are told apart', async () => {
  const closed = await startSshd({ settings: ['AllowTcpForwarding no'] });
  onTestFinished(() => closed.stop());
  const { link } = await makeFleet(
    [
      at('closed', closed),
      at('a', bastion),
      at('c', target, { jumpProfileId: 'closed' }),
      makeProfile(await freePort(), { id: 'd', name: 'd', jumpProfileId: 'a' }),
    ],
    known(closed, bastion, target),
  );
  const denied = failureOfResult(await (await link('c')).connect());
  expect(denied).toMatchObject({ kind: 'unreachable', stage: 'tcp', jump: { profileId: 'closed' } });
  expect(`${denied.message} ${denied.nextStep}`).toMatch(/^closed does not allow .*AllowTcpForwarding/);
  const nobody = failureOfResult(await (await link('d')).connect());
  expect(nobody).toMatchObject({ kind: 'unreachable', stage: 'tcp', jump: null });
  expect(nobody.message).toMatch(/^a could not reach 127\.0\.0\.1 port \d+\.$/);
});

test('When a host on the way is cut, running commands end as unknown, and all links come back after it', async () => {
  const proxy = await startLinkProxy(bastion.port);
  onTestFinished(() => proxy.stop());
  const fleet = await makeFleet(
    [at('a', bastion, { port: proxy.port }), ...['c', 'd', 'e'].map((id) => at(id, target, { jumpProfileId: 'a' }))],
    [[proxy.port, bastion], ...known(target)],
  );
  const links = await Promise.all(['c', 'd', 'e'].map(fleet.link));
  await Promise.all(links.map((one) => one.connect()));
  const jump = await fleet.link('a');
  const running = await Promise.all(links.map((one) => one.exec('sleep 60')));
  const before = await loginCount(target);
  await proxy.refuse(true);
  proxy.reset();
  expect(await Promise.all(running.map(({ ended }) => ended))).toEqual(links.map(() => ({ kind: 'unknown' })));
  // A diagnosis does not wait for the end of an outage.
  const diagnosis = await (await fleet.link('c')).diagnose(AbortSignal.timeout(5_000));
  expect(diagnosis.failure).toMatchObject({ stage: 'tcp', jump: { profileId: 'a' } });
  // Some attempts of the one link, so that those behind it would have made more.
  await statusWhere(jump, ({ attemptCount }) => attemptCount >= 5);
  expect(links.map((one) => one.status().state)).toEqual(links.map(() => 'reconnecting'));
  expect(links.map((one) => one.status().attemptCount)).toEqual(links.map(() => 1));
  expect(await loginCount(target)).toBe(before);
  const dialled = proxy.connectionCount();
  await proxy.refuse(false);
  const back = await Promise.all(links.map((one) => one.whenConnected(5_000)));
  expect(back.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect([proxy.connectionCount() - dialled, (await loginCount(target)) - before]).toEqual([1, 3]);
  for (const one of links) expect((await runCommand(one, 'echo back')).out).toBe('back\n');
});

test('A forward that falls silent while the host on the way lives is replaced by another', async () => {
  const proxy = await startLinkProxy(target.port);
  onTestFinished(() => proxy.stop());
  const { link } = await makeFleet(
    [at('a', bastion), at('c', target, { port: proxy.port, jumpProfileId: 'a' })],
    [[proxy.port, target], ...known(bastion)],
    { heartbeatMs: 100, missedHeartbeatCount: 3 },
  );
  const behind = await link('c');
  await behind.connect();
  const states = statesOf(await link('a'));
  const lost = statusWhere(behind, ({ state }) => state === 'reconnecting');
  proxy.freeze();
  expect((await lost).failure).toMatchObject({ kind: 'link-lost' });
  proxy.thaw();
  expect(await behind.whenConnected(5_000)).toMatchObject({ ok: true });
  expect(states).not.toContain('reconnecting');
});

test('A user’s disconnect closes what goes over the host too, and one connect brings all of the way', async () => {
  const { link, registry } = await makeFleet(
    [at('a', bastion), at('b', inner, { jumpProfileId: 'a' }), at('c', target, { jumpProfileId: 'b' })],
    known(bastion, inner, target),
  );
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(link));
  if (!a || !b || !c) throw new Error('There are three.');
  await c.connect();
  const states = statesOf(c);
  await registry.disconnect('a');
  expect([a, b, c].map((one) => one.status().state)).toEqual(['disconnected', 'disconnected', 'disconnected']);
  a.wake();
  c.wake();
  expect(states).toEqual(['disconnected']);
  expect(await c.connect()).toMatchObject({ ok: true });
  expect([a, b, c].map((one) => one.status().state)).toEqual(['connected', 'connected', 'connected']);
});

test('A changed profile of a host on the way drops the links over it', async () => {
  const { link, registry, profiles } = await makeFleet(
    [at('a', bastion), at('c', target, { jumpProfileId: 'a' })],
    known(bastion, inner, target),
  );
  const before = await link('c');
  await before.connect();
  profiles[0] = at('a', inner);
  await registry.follow(at('a', inner));
  expect(before.status().state).toBe('disconnected');
  const after = await link('c');
  expect(await after.connect()).toMatchObject({ ok: true });
  expect((await link('a')).status().state).toBe('connected');
  expect(after).not.toBe(before);
});

test('A login that stops at the host on the way while links are lost fails those once, and its return brings them back', async () => {
  const { link, registry } = await makeFleet(
    [at('a', bastion), at('c', target, { jumpProfileId: 'a' })],
    known(bastion, target),
  );
  const [a, c] = [await link('a'), await link('c')];
  await c.connect();
  const keys = `${bastion.directory}/authorized_keys`;
  const allowed = await readFile(keys);
  await writeFile(keys, '');
  const failed = statusWhere(c, ({ state }) => state === 'failed');
  for (const pid of await bastion.connectionPids()) signal(pid, 'SIGKILL');
  expect((await failed).failure).toMatchObject({ kind: 'auth-failed', jump: { profileId: 'a' } });
  const count = await loginCount(bastion);
  await writeFile(keys, allowed);
  expect(await a.connect()).toMatchObject({ ok: true });
  await statusWhere(c, ({ state }) => state === 'connected');
  expect(await loginCount(bastion)).toBe(count + 1);
  await registry.dispose();
});

test('The time limit of the dial does not count what the host on the way takes', async () => {
  const slow = createServer((socket) => {
    socket.on('error', () => {});
    setTimeout(() => {
      const far = connect(bastion.port, '127.0.0.1');
      far.on('error', () => socket.destroy());
      socket.on('close', () => far.destroy());
      socket.pipe(far).pipe(socket);
    }, 700);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void slow.close());
  await once(slow, 'listening');
  const address = slow.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { link } = await makeFleet(
    [at('a', bastion, { port }), at('c', target, { jumpProfileId: 'a' })],
    [[port, bastion], ...known(target)],
    { tcpMs: 400 },
  );
  expect(await (await link('c')).connect()).toMatchObject({ ok: true });
});
