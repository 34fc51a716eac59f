import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ChannelRefusedError, type Link, LinkLostError } from '../../../main/core/ssh/link.ts';
import { collect, knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { startLinkProxy } from './link-proxy.ts';
import { startMuteServer } from './mute-server.ts';
import { freePort, type Sshd, startSshd } from './sshd.ts';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

async function connected(port = sshd.port): Promise<Link> {
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(port, key)).join(''));
  const link = desk.link(makeProfile(port, { keyPath: sshd.keyPath }));
  const outcome = await link.connect();
  expect(outcome).toMatchObject({ ok: true, value: { state: 'connected', failure: null } });
  return link;
}

test('Exit code, signal and both outputs arrive apart', async () => {
  const link = await connected();
  expect(await runCommand(link, 'printf out; printf err >&2; exit 7')).toEqual({
    out: 'out',
    err: 'err',
    end: { kind: 'exited', code: 7 },
  });
  expect((await runCommand(link, 'kill -TERM $$')).end).toEqual({ kind: 'signalled', signal: 'SIGTERM' });
  expect((await runCommand(link, 'true')).end).toEqual({ kind: 'exited', code: 0 });
});

test('What is written to stdin reaches the command', async () => {
  const link = await connected();
  const channel = await link.exec('cat; printf done');
  channel.stdin.end('hello ');
  expect(await collect(channel)).toMatchObject({ out: 'hello done', end: { kind: 'exited', code: 0 } });
});

test('What a command has not read yet is told to be under way, until it reads on', async () => {
  const link = await connected();
  const channel = await link.exec('read -r go; cat >/dev/null; echo read');
  channel.stdin.write(`go\n${'x'.repeat(1_000_000)}`);
  channel.stdin.write('\n');
  // A host makes room a little at a time, about 100 kB on OpenSSH.
  await expect.poll(() => channel.underwayBytes?.()).toBeLessThan(200_000);
  channel.stdin.end();
  expect((await collect(channel)).out).toBe('read\n');
  const deaf = await link.exec('sleep 60');
  deaf.stdin.write(Buffer.alloc(1_500_000));
  await expect.poll(() => deaf.underwayBytes?.()).toBeGreaterThan(1_000_000);
  deaf.close();
});

test('Twenty commands at once run through six sessions', async () => {
  const link = await connected();
  let openCount = 0;
  let mostOpen = 0;
  const outs = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const channel = await link.exec(`sleep 0.05; echo ${index}`);
      mostOpen = Math.max(mostOpen, ++openCount);
      const { out, end } = await collect(channel);
      openCount--;
      expect(end).toEqual({ kind: 'exited', code: 0 });
      return out.trim();
    }),
  );
  expect(outs).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  expect(mostOpen).toBeGreaterThan(1);
  expect(mostOpen).toBeLessThanOrEqual(6);
});

test('A command whose output nobody reads ends all the same', async () => {
  const link = await connected();
  const channel = await link.exec('head -c 8000000 /dev/zero; head -c 8000000 /dev/zero >&2; exit 3');
  expect(await channel.ended).toEqual({ kind: 'exited', code: 3 });
});

test('An output is still there for a reader that comes after the end', async () => {
  const link = await connected();
  const channel = await link.exec('echo late');
  await channel.ended;
  expect(await text(channel.stdout)).toBe('late\n');
});

test('An abort ends the wait for a host that neither opens a session nor refuses it', { timeout: 10_000 }, async () => {
  const { desk, link, asked } = await startMuteServer('right');
  desk.secrets.set('password', 'right');
  await link.connect();
  const abort = new AbortController();
  const command = link.exec('true', { signal: abort.signal });
  await asked;
  abort.abort(new Error('enough'));
  await expect(command).rejects.toThrow('enough');
});

test('An abort ends the wait for a session, and closes one that runs', async () => {
  const link = await connected();
  const abort = new AbortController();
  const running = await Promise.all(Array.from({ length: 6 }, () => link.exec('sleep 60', { signal: abort.signal })));
  const waitOnly = new AbortController();
  const waiting = link.exec('true', { signal: waitOnly.signal });
  waitOnly.abort(new Error('not wanted'));
  await expect(waiting).rejects.toThrow('not wanted');
  abort.abort();
  for (const channel of running) expect(await channel.ended).toEqual({ kind: 'unknown' });
  expect((await runCommand(link, 'echo again')).out).toBe('again\n');
});

test('Fifty megabytes pass through a channel unchanged, both ways', async () => {
  const link = await connected();
  const channel = await link.exec('cat');
  const size = 50 * 1024 * 1024;
  const block = Buffer.alloc(1024 * 1024);
  for (let i = 0; i < block.length; i++) block[i] = (i * 31) % 251;
  const writing = (async () => {
    for (let sent = 0; sent < size; sent += block.length) {
      if (!channel.stdin.write(block)) await once(channel.stdin, 'drain');
    }
    channel.stdin.end();
  })();
  let position = 0;
  let differenceCount = 0;
  for await (const chunk of channel.stdout as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const from = (position + at) % block.length;
      const length = Math.min(chunk.length - at, block.length - from);
      if (chunk.compare(block, from, from + length, at, at + length) !== 0) differenceCount++;
      at += length;
    }
    position += chunk.length;
  }
  await writing;
  expect({ position, differenceCount }).toEqual({ position: size, differenceCount: 0 });
  expect(await channel.ended).toEqual({ kind: 'exited', code: 0 });
});

test('After disconnect every call says that the link is gone', async () => {
  const link = await connected();
  const channel = await link.exec('sleep 60');
  await link.disconnect();
  expect(await channel.ended).toEqual({ kind: 'unknown' });
  await expect(link.exec('true')).rejects.toBeInstanceOf(LinkLostError);
  await expect(link.forward('127.0.0.1', 1)).rejects.toBeInstanceOf(LinkLostError);
});

async function listen(onConnection: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return { server, port: address.port };
}

test('A hundred forwards are open at once', async () => {
  const link = await connected();
  const { server, port } = await listen((socket) => socket.pipe(socket));
  try {
    const streams = await Promise.all(Array.from({ length: 100 }, () => link.forward('127.0.0.1', port)));
    const echoes = await Promise.all(
      streams.map(async (stream, index) => {
        stream.end(`message ${index}`);
        return await text(stream);
      }),
    );
    expect(echoes).toEqual(Array.from({ length: 100 }, (_, index) => `message ${index}`));
    for (const stream of streams) if (!stream.closed) await once(stream, 'close');
  } finally {
    server.close();
  }
});

test('An end on either side of a forward reaches the other side', async () => {
  const link = await connected();
  const heard: string[] = [];
  const { server, port } = await listen((socket) => {
    socket.on('data', (chunk) => heard.push(chunk.toString()));
    socket.on('end', () => socket.end('answer after your end'));
  });
  try {
    const stream = await link.forward('127.0.0.1', port);
    stream.end('question');
    expect(await text(stream)).toBe('answer after your end');
    expect(heard.join('')).toBe('question');
    if (!stream.closed) await once(stream, 'close');
  } finally {
    server.close();
  }
  const greeter = await listen((socket) => socket.end('bye'));
  try {
    const farEnded = once(greeter.server, 'connection').then(([socket]) => once(socket, 'end'));
    const stream = await link.forward('127.0.0.1', greeter.port);
    expect(await text(stream)).toBe('bye');
    await farEnded;
    if (!stream.closed) await once(stream, 'close');
  } finally {
    greeter.server.close();
  }
});

test('A forward to a port where nobody listens is refused, and the link stays up', async () => {
  const link = await connected();
  const failed = link.forward('127.0.0.1', await freePort());
  await expect(failed).rejects.toBeInstanceOf(ChannelRefusedError);
  await expect(failed).rejects.toMatchObject({ reason: 'connect-failed' });
  expect(link.status().state).toBe('connected');
});

test('A busy forward lets the host send far ahead, for lines with a long way', async () => {
  const proxy = await startLinkProxy(sshd.port);
  onTestFinished(() => proxy.stop());
  const link = await connected(proxy.port);
  const mebibyte = 1024 * 1024;
  const block = Buffer.alloc(mebibyte);
  const { server, port } = await listen((socket) => {
    const pour = () => {
      while (socket.writable && socket.write(block));
      socket.once('drain', pour);
    };
    socket.on('error', () => socket.destroy());
    pour();
  });
  onTestFinished(() => void server.close());
  const stream = await link.forward('127.0.0.1', port);
  let receivedBytes = 0;
  let isFrozen = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    receivedBytes += chunk.length;
    if (!isFrozen && receivedBytes > 64 * mebibyte) {
      // From now on the host hears of no more room: what still comes is what it was allowed to send ahead.
      isFrozen = true;
      proxy.freezeUpstream();
    }
    if (receivedBytes > 68 * mebibyte) break;
  }
  expect(receivedBytes).toBeGreaterThan(68 * mebibyte);
});
