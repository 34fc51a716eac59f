import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../../main/contract/failure.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import type { LinkTimings } from '../../../main/core/ssh/timings.ts';
import { collect, failureOfResult, knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { freePort, type Sshd, startSshd } from './sshd.ts';

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

async function linkTo(settings: readonly string[]): Promise<{ link: Link; sshd: Sshd }> {
  const sshd = await startSshd({ settings });
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  onTestFinished(() => sshd.stop());
  return { link: desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath })), sshd };
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

test('Junk, an endless greeting and a turned-away client are told apart', async () => {
  const junk = await listen((socket) => void socket.end('220 mail.example ESMTP\r\n'));
  expect(await failureAt(junk)).toMatchObject({ kind: 'not-ssh', detail: expect.stringContaining('220 mail') });
  const flood = await listen((socket) => {
    const pour = () => {
      while (socket.writable && socket.write('x'.repeat(60_000)));
      socket.once('drain', pour);
    };
    pour();
  });
  expect(await failureAt(flood)).toMatchObject({ kind: 'not-ssh', stage: 'banner' });
  const penalised = await listen((socket) => void socket.end('Not allowed at this time\r\n'));
  expect((await failureAt(penalised)).message).toMatch(/turns this machine away/);
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

test('Rekeying in the middle of a transfer changes nothing', async () => {
  const { link } = await linkTo(['RekeyLimit 1M']);
  await link.connect();
  const { out, end } = await collect(await link.exec('head -c 20000000 /dev/zero | tr "\\0" x'));
  expect(end).toEqual({ kind: 'exited', code: 0 });
  expect(out.length).toBe(20_000_000);
  expect(/^x+$/.test(out)).toBe(true);
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

/** The server writes its log for itself, so it is read until the line is there. */
async function logSays(sshd: Sshd, line: RegExp): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (!line.test(await sshd.log())) {
    if (Date.now() > deadlineMs) throw new Error(`The log never said ${line}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
