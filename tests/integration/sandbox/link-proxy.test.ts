import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';

let echo: Server;
let proxy: LinkProxy;
const serverSockets = new Set<Socket>();

beforeEach(async () => {
  echo = createServer({ noDelay: true }, (socket) => {
    serverSockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => serverSockets.delete(socket));
    socket.pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startLinkProxy({ host: '127.0.0.1', port: address.port });
});

afterEach(async () => {
  await proxy.close();
  for (const socket of serverSockets) socket.destroy();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port, noDelay: true });
  await once(socket, 'connect');
  // A reset at the end of a test is nobody's failure.
  socket.on('error', () => {});
  return socket;
}

function receive(socket: Socket, byteCount: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const collect = (piece: Buffer) => {
      received = Buffer.concat([received, piece]);
      if (received.length < byteCount) return;
      socket.off('data', collect);
      resolve(received);
    };
    socket.on('data', collect);
  });
}

function failureOf(socket: Socket): Promise<Error> {
  return new Promise((resolve) => {
    socket.once('error', resolve);
  });
}

test('carries two megabytes there and back unchanged, then the end', async () => {
  const socket = await dial();
  const sent = Buffer.alloc(2 * 1024 * 1024, 'abcdefg');
  const received = receive(socket, sent.length);
  socket.end(sent);
  expect((await received).equals(sent)).toBe(true);
  await once(socket, 'close');
  await poll('the proxy to forget the connection', () => proxy.connections() === 0);
});

test('goes on after it was full, however little that is', async () => {
  await proxy.close();
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startLinkProxy({ host: '127.0.0.1', port: address.port }, { maxQueuedBytes: 1 });
  const socket = await dial();
  for (const word of ['one', 'two', 'three']) {
    const received = receive(socket, word.length);
    socket.write(word);
    expect((await received).toString()).toBe(word);
  }
  socket.destroy();
});

test('delays each way', async () => {
  proxy.setDelayMs(40);
  const socket = await dial();
  const startedAt = performance.now();
  socket.write('x');
  await receive(socket, 1);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(76);
  socket.destroy();
});

test('limits the rate', async () => {
  proxy.setBytesPerSecond(100_000);
  const socket = await dial();
  const startedAt = performance.now();
  socket.write(Buffer.alloc(30_000));
  await receive(socket, 30_000);
  expect(performance.now() - startedAt).toBeGreaterThan(280);
  socket.destroy();
});

test('splits what was sent at once', async () => {
  proxy.setSplit(3);
  const socket = await dial();
  const sizes: number[] = [];
  socket.on('data', (piece) => sizes.push(piece.length));
  socket.write('abcdefghij');
  await poll('ten bytes', () => sizes.reduce((sum, size) => sum + size, 0) === 10);
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  socket.destroy();
});

test('cut resets what is open and refuses what is new, restore accepts again on the same port', async () => {
  const socket = await dial();
  socket.write('x');
  await receive(socket, 1);
  const failure = failureOf(socket);
  proxy.cut();
  await expect(failure).resolves.toMatchObject({ code: 'ECONNRESET' });
  await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(proxy.connections()).toBe(0);
  await poll('the server to lose its side', () => serverSockets.size === 0);
  await proxy.restore();
  const again = await dial();
  again.write('y');
  expect((await receive(again, 1)).toString()).toBe('y');
  again.destroy();
});

test('freeze lets nothing through and tells nobody, thaw delivers what was held back', async () => {
  const socket = await dial();
  socket.write('x');
  await receive(socket, 1);
  proxy.freeze();
  const events: string[] = [];
  for (const name of ['data', 'error', 'end', 'close']) socket.on(name, () => events.push(name));
  socket.write('y');
  for (const one of serverSockets) one.resetAndDestroy();
  const late = await dial();
  late.write('z');
  const isSilent = await Promise.race([
    once(late, 'data').then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 150)),
  ]);
  expect(isSilent).toBe(true);
  expect(events).toEqual([]);
  const answer = receive(late, 1);
  const failure = failureOf(socket);
  proxy.thaw();
  expect((await answer).toString()).toBe('z');
  await expect(failure).resolves.toMatchObject({ code: 'ECONNRESET' });
  late.destroy();
});

test('resets after a number of bytes, once', async () => {
  proxy.resetAfterBytes(1000);
  const socket = await dial();
  const failure = failureOf(socket);
  socket.write(Buffer.alloc(5000));
  await expect(failure).resolves.toMatchObject({ code: 'ECONNRESET' });
  const again = await dial();
  again.write(Buffer.alloc(5000));
  expect((await receive(again, 5000)).length).toBe(5000);
  again.destroy();
});
