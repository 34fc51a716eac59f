import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../../main/contract/failure.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import type { LinkTimings } from '../../../main/core/ssh/timings.ts';
import { failureOfResult, knownHostsLine, makeDesk, makeProfile, runCommand, statusWhere } from './harness.ts';
import { freePort, type Sshd, signal, startSshd } from './sshd.ts';

/** The head of a packet of 32,768 bytes: its length, that of its padding, the number of its message. */
const packetHead = Buffer.from([0, 0, 0x7f, 0xfc, 4, 250]);

async function failureAt(port: number, timings: Partial<LinkTimings> = {}, address = '127.0.0.1'): Promise<Failure> {
  const desk = await makeDesk();
  return failureOfResult(await desk.link(makeProfile(port, { address }), { timings }).connect());
}

/** A TCP server that treats every connection the same way. */
async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function linkTo(
  settings: readonly string[],
  timings: Partial<LinkTimings> = {},
): Promise<{ link: Link; sshd: Sshd }> {
  const sshd = await startSshd({ settings });
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  onTestFinished(() => sshd.stop());
  return { link: desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath }), { timings }), sshd };
}

test('A closed port and an unknown name are told apart', async () => {
  expect(await failureAt(await freePort())).toMatchObject({
    kind: 'unreachable',
    stage: 'tcp',
    message: expect.stringMatching(/refused/),
  });
  const unknown = await failureAt(22, {}, 'no-such-host.invalid');
  expect(unknown).toMatchObject({
    kind: 'unreachable',
    stage: 'tcp',
    message: expect.stringMatching(/could not be found/),
  });
});

test('A web server on the port is called one', async () => {
  const server = createHttpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const failure = await failureAt(typeof address === 'object' && address ? address.port : 0);
  expect(failure).toMatchObject({ kind: 'not-ssh', stage: 'banner', message: expect.stringMatching(/web server/) });
});

test('Each stage that hangs is named', async () => {
  const silent = await listen(() => {});
  expect(await failureAt(silent, { bannerMs: 100 })).toMatchObject({ kind: 'timed-out', stage: 'banner' });
  const bannerOnly = await listen((socket) => void socket.write('SSH-2.0-Slow\r\n'));
  expect(await failureAt(bannerOnly, { keyExchangeMs: 100 })).toMatchObject({ kind: 'timed-out', stage: 'host key' });
  const desk = await makeDesk();
  const never = desk.link(makeProfile(22), {
    timings: { tcpMs: 100 },
    dial: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  expect(failureOfResult(await never.connect())).toMatchObject({ kind: 'timed-out', stage: 'tcp' });
});

test('Junk and a turned-away client are told apart', async () => {
  const junk = await listen((socket) => void socket.end('220 mail.example ESMTP\r\n'));
  expect(await failureAt(junk)).toMatchObject({ kind: 'not-ssh', detail: expect.stringContaining('220 mail') });
  const penalised = await listen((socket) => void socket.end('Not allowed at this time\r\n'));
  expect((await failureAt(penalised)).message).toMatch(/turns this computer away/);
});

test.each<[what: string, first: string, piece: () => Buffer, kind: string, stage: string]>([
  ['bytes', '', () => Buffer.alloc(65_536, 'x'), 'not-ssh', 'banner'],
  ['lines', '', () => Buffer.from('Welcome to the machine!\r\n'.repeat(2_500)), 'not-ssh', 'banner'],
  ['junk after its version', 'SSH-2.0-Flood\r\n', () => randomBytes(65_536), 'unreachable', 'host key'],
  // Packets of 32 KB that mean nothing: length, no padding to speak of, a message of the future.
  ['packets', 'SSH-2.0-Flood\r\n', () => Buffer.concat([packetHead, Buffer.alloc(32_766)]), 'unreachable', 'host key'],
])('A flood of %s is cut off early and fills no memory', async (_what, first, piece, kind, stage) => {
  let sentBytes = 0;
  const flood = await listen((socket) => {
    socket.write(first);
    const pour = () => {
      let hasRoom = true;
      while (hasRoom && socket.writable) {
        const bytes = piece();
        sentBytes += bytes.length;
        hasRoom = socket.write(bytes);
      }
      socket.once('drain', pour);
    };
    pour();
  });
  const rssBefore = process.memoryUsage().rss;
  const startedAtMs = performance.now();
  expect(await failureAt(flood, { keyExchangeMs: 2_000 })).toMatchObject({ kind, stage });
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  // What was sent lies in the buffers of the system, not here.
  expect(sentBytes).toBeLessThan(100 * 1024 * 1024);
  expect(process.memoryUsage().rss - rssBefore).toBeLessThan(100 * 1024 * 1024);
});

test('A server that has too many logins under way is named, and let in later', async () => {
  const { link, sshd } = await linkTo(['MaxStartups 2:100:2']);
  // The look whether it is up counts as a login under way until its process is gone.
  await expect.poll(() => sshd.connectionPids()).toEqual([]);
  const waiting = [await waitAtLogin(sshd.port), await waitAtLogin(sshd.port)];
  const failure = failureOfResult(await link.connect());
  expect(failure).toMatchObject({ kind: 'unreachable', stage: 'banner' });
  expect(failure.message).toMatch(/too many logins under way/);
  for (const socket of waiting) socket.destroy();
  await expect.poll(async () => (await link.connect()).ok, { timeout: 15_000 }).toBe(true);
  // Ten who come at once are one login.
  await link.disconnect();
  const all = await Promise.all(Array.from({ length: 10 }, () => link.connect()));
  expect(all.every(({ ok }) => ok)).toBe(true);
});

test('A stopped server process is noticed by its silence, and another one takes over', async () => {
  const { link, sshd } = await linkTo([], { heartbeatMs: 250, missedHeartbeatCount: 3 });
  await link.connect();
  const channel = await link.exec('sleep 100');
  const lost = statusWhere(link, ({ state }) => state === 'reconnecting');
  const pids = await sshd.connectionPids();
  for (const pid of pids) signal(pid, 'SIGSTOP');
  expect((await lost).failure).toMatchObject({ kind: 'link-lost', message: '127.0.0.1 fell silent.' });
  expect(await channel.ended).toEqual({ kind: 'unknown' });
  expect(await link.whenConnected(5_000)).toMatchObject({ ok: true });
  expect((await runCommand(link, 'echo back')).out).toBe('back\n');
});

test('A server with no key exchange in common says what to allow', async () => {
  const { link } = await linkTo(['KexAlgorithms sntrup761x25519-sha512@openssh.com']);
  const failure = failureOfResult(await link.connect());
  expect(failure).toMatchObject({ kind: 'unreachable', stage: 'host key' });
  expect(failure.nextStep).toMatch(/KexAlgorithms/);
});

test('A server that permits one session at a time still runs commands', async () => {
  const { link } = await linkTo(['MaxSessions 1']);
  expect(await link.connect()).toMatchObject({ ok: true });
  for (const word of ['one', 'two', 'three']) expect((await runCommand(link, `echo ${word}`)).out).toBe(`${word}\n`);
});

test('A server that permits no terminal still works', async () => {
  const { link } = await linkTo(['PermitTTY no']);
  expect(await link.connect()).toMatchObject({ ok: true });
  expect((await runCommand(link, 'echo fine')).out).toBe('fine\n');
});

test('A refused forward says that it is prohibited', async () => {
  const { link } = await linkTo(['AllowTcpForwarding no']);
  await link.connect();
  await expect(link.forward('127.0.0.1', 22)).rejects.toMatchObject({
    name: 'ChannelRefusedError',
    reason: 'prohibited',
  });
});

test('A hundred rekeyings in the middle of a transfer change no byte', async () => {
  const { link, sshd } = await linkTo(['RekeyLimit 1M']);
  await link.connect();
  const secret = '0'.repeat(32);
  const cipher = createCipheriv('aes-128-ctr', Buffer.from(secret, 'hex'), Buffer.alloc(16));
  const [sent, received] = [createHash('sha256'), createHash('sha256')];
  for (let count = 0; count < 100; count += 1) sent.update(cipher.update(Buffer.alloc(1_000_000)));
  const source = `openssl enc -aes-128-ctr -K ${secret} -iv ${secret} </dev/zero 2>/dev/null`;
  const channel = await link.exec(`${source} | head -c 100000000`);
  for await (const chunk of channel.stdout) received.update(chunk);
  expect(await channel.ended).toEqual({ kind: 'exited', code: 0 });
  expect(received.digest('hex')).toBe(sent.digest('hex'));
  const keyExchanges = (await sshd.log()).split('\n').filter((line) => line.includes('SSH2_MSG_NEWKEYS received'));
  expect(keyExchanges.length).toBeGreaterThan(50);
});

test('The connection is switched to small packets without delay', async () => {
  const { link, sshd } = await linkTo([]);
  await link.connect();
  const port = await listen((socket) => {
    socket.setNoDelay(true).on('data', () => {
      socket.write('1');
      setTimeout(() => socket.write('2'), 1);
    });
  });
  await logSays(sshd, /session_pty_req/);
  const stream = await link.forward('127.0.0.1', port);
  const answers = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const roundsMs: number[] = [];
  for (let i = 0; i < 60; i++) {
    const askedAtMs = performance.now();
    stream.write('?');
    for (let heard = 0; heard < 2; ) heard += (await answers.next()).value.length;
    roundsMs.push(performance.now() - askedAtMs);
  }
  // With the delay left on, the second packet waits some 40 ms for the acknowledgement of the first.
  const medianMs = roundsMs.toSorted((a, b) => a - b)[30];
  expect(medianMs).toBeLessThan(20);
  stream.destroy();
});

/** Takes one place among the logins under way; the question whether the server is up may still hold one. */
async function waitAtLogin(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const [first] = (await once(socket, 'data')) as [Buffer];
    if (first.toString().startsWith('SSH-')) return socket;
    socket.destroy();
  }
}

/** The server writes its log for itself, so it is read until the line is there. */
async function logSays(sshd: Sshd, line: RegExp): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (!line.test(await sshd.log())) {
    if (Date.now() > deadlineMs) throw new Error(`The log never said ${line}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
