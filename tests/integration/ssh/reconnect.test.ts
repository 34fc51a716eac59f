import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Link } from '../../../main/core/ssh/link.ts';
import type { LinkTimings } from '../../../main/core/ssh/timings.ts';
import { failureOfResult, knownHostsLine, makeDesk, makeProfile, runCommand, statusWhere } from './harness.ts';
import { type LinkProxy, startLinkProxy } from './link-proxy.ts';
import { type Sshd, signal, startSshd } from './sshd.ts';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

async function throughProxy(
  timings: Partial<LinkTimings> = {},
): Promise<{ link: Link; proxy: LinkProxy; states: string[] }> {
  const proxy = await startLinkProxy(sshd.port);
  onTestFinished(() => proxy.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(proxy.port, key)).join(''));
  const link = desk.link(makeProfile(proxy.port, { keyPath: sshd.keyPath }), { timings });
  const states: string[] = [];
  link.onDidChangeStatus(({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  return { link, proxy, states };
}

const isReconnecting = ({ state }: { state: string }) => state === 'reconnecting';

test('A reset connection is built again, and running commands end as unknown', async () => {
  const { link, proxy, states } = await throughProxy();
  await link.connect();
  const channel = await link.exec('sleep 60');
  const lost = statusWhere(link, isReconnecting);
  proxy.reset();
  const status = await lost;
  expect(status.failure).toMatchObject({ kind: 'link-lost', stage: 'session' });
  expect(status.nextAttemptAtMs).not.toBeNull();
  expect(await channel.ended).toEqual({ kind: 'unknown' });
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
  expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  expect((await runCommand(link, 'echo back')).out).toBe('back\n');
});

test('A lost link ends a command whose reader is slow, and does not look like the clean end of a forward', async () => {
  const { link, proxy } = await throughProxy();
  await link.connect();
  const channel = await link.exec('cat /dev/zero');
  await once(channel.stdout, 'data');
  channel.stdout.pause();
  await until(() => channel.stdout.readableLength >= 1024 * 1024);
  const server = createServer((socket) => void socket.on('error', () => {}).write('half an answer')).listen(
    0,
    '127.0.0.1',
  );
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const stream = await link.forward('127.0.0.1', typeof address === 'object' && address ? address.port : 0);
  let isCleanEnd = false;
  stream.on('end', () => {
    isCleanEnd = true;
  });
  await once(stream, 'data');
  const closed = once(stream, 'close');
  proxy.reset();
  await closed;
  expect(isCleanEnd).toBe(false);
  expect(await channel.ended).toEqual({ kind: 'unknown' });
});

test('A killed server process is noticed although it sends no error', async () => {
  const { link } = await throughProxy();
  await link.connect();
  const lost = statusWhere(link, isReconnecting);
  for (const pid of await sshd.connectionPids()) signal(pid, 'SIGKILL');
  expect((await lost).failure).toMatchObject({ kind: 'link-lost' });
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
});

test('A frozen peer is noticed by its silence', async () => {
  const { link, proxy } = await throughProxy({ heartbeatMs: 100, missedHeartbeatCount: 3 });
  await link.connect();
  const lost = statusWhere(link, isReconnecting);
  proxy.freeze();
  const frozenAtMs = Date.now();
  expect((await lost).failure).toMatchObject({ kind: 'link-lost', message: '127.0.0.1 fell silent.' });
  expect(Date.now() - frozenAtMs).toBeLessThan(2_000);
  proxy.thaw();
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
});

test('An outage of many attempts is healed, and a failed attempt is told', async () => {
  const { link, proxy } = await throughProxy();
  await link.connect();
  await proxy.refuse(true);
  const refused = await statusWhere(
    link,
    ({ state, failure }) => state === 'reconnecting' && failure?.kind === 'unreachable',
  );
  expect(refused.failure).toMatchObject({ stage: 'tcp' });
  await proxy.refuse(false);
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
});

test('Waking tries at once instead of waiting for the next attempt', async () => {
  const { link, proxy } = await throughProxy({ backOffMs: [3_600_000] });
  await link.connect();
  const lost = statusWhere(link, isReconnecting);
  proxy.reset();
  await lost;
  link.wake();
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
});

test('Waking over a dead connection replaces it without waiting for the heartbeat', async () => {
  const { link, proxy, states } = await throughProxy({ wakeDoubtMs: 100, wakePatienceMs: 5_000 });
  await link.connect();
  const channel = await link.exec('sleep 60');
  proxy.freeze();
  proxy.thaw();
  const replaced = statusWhere(link, isReconnecting);
  link.wake();
  await replaced;
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
  expect(await channel.ended).toEqual({ kind: 'unknown' });
  expect((await runCommand(link, 'echo new')).out).toBe('new\n');
  expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  expect(proxy.connectionCount()).toBe(2);
});

test('Waking over a living connection keeps it', async () => {
  const { link, proxy } = await throughProxy();
  await link.connect();
  const measured = new Promise<number | null>((resolve) => {
    link.onDidChangeStatus(({ roundTripMs }) => resolve(roundTripMs));
  });
  link.wake();
  expect(await measured).toEqual(expect.any(Number));
  expect((await runCommand(link, 'echo same')).out).toBe('same\n');
  expect(proxy.connectionCount()).toBe(1);
});

test('A network that is not there yet is waited for by a link that is kept, and by no other', async () => {
  const { link, proxy, states } = await throughProxy();
  await proxy.refuse(true);
  expect(failureOfResult(await link.connect())).toMatchObject({ stage: 'tcp' });
  expect(link.status()).toMatchObject({ state: 'failed', nextAttemptAtMs: null });
  expect(failureOfResult(await link.connect({ isKept: true }))).toMatchObject({ stage: 'tcp' });
  expect(link.status()).toMatchObject({ state: 'reconnecting', lastHeardAtMs: null });
  await proxy.refuse(false);
  expect(await link.whenConnected(10_000)).toMatchObject({ ok: true });
  expect(states).toEqual(['connecting', 'failed', 'connecting', 'reconnecting', 'connected']);
});

test('What the user closed stays closed', async () => {
  const { link, proxy, states } = await throughProxy();
  await link.connect();
  await link.disconnect();
  link.wake();
  await sshdForgot();
  expect(link.status()).toMatchObject({ state: 'disconnected', failure: null });
  expect(states).toEqual(['connecting', 'connected', 'disconnected']);
  expect(proxy.connectionCount()).toBe(1);
  expect(failureOfResult(await link.whenConnected(1_000)).kind).toBe('disconnected');
  expect(await link.connect()).toMatchObject({ ok: true });
});

test('Closing while an attempt is under way answers those who wait', async () => {
  const { link } = await throughProxy();
  const waiting = link.connect();
  await link.disconnect();
  expect(failureOfResult(await waiting).kind).toBe('disconnected');
  expect(link.status().state).toBe('disconnected');
});

test('Many who connect at once share one connection', async () => {
  const { link, proxy } = await throughProxy();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => link.connect()));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  expect(proxy.connectionCount()).toBe(1);
});

test('A dropped connection that was never up is not retried', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  let connectionCount = 0;
  server.on('connection', () => connectionCount++);
  const address = server.address();
  const desk = await makeDesk();
  const link = desk.link(makeProfile(typeof address === 'object' && address ? address.port : 0), {
    timings: { backOffMs: [1] },
  });
  expect(failureOfResult(await link.connect())).toMatchObject({ kind: 'unreachable', stage: 'banner' });
  expect(link.status().state).toBe('failed');
  expect(link.status().nextAttemptAtMs).toBeNull();
  expect(connectionCount).toBe(1);
});

/** Polls until the server has no connection left. */
async function sshdForgot(): Promise<void> {
  await until(async () => (await sshd.connectionPids()).length === 0);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
