import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { insideHeaders, rawUpgrade, startGate, targetOf } from './harness.ts';

/** VS Code's "disconnect", as its protocol writes it. */
const disconnect = Buffer.concat([Buffer.from([5]), Buffer.alloc(12)]);
const lasting = 'stable?reconnectionToken=abc';

/** A browser's socket through the gate, and what the far end hears of it until it is closed. */
async function startScene(path: string, perMessageDeflate = true) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const gate = await startGate();
  const entry = await gate.admit(targetOf('one', (server.address() as AddressInfo).port));
  const heard: Buffer[] = [];
  const closed = new Promise<number>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('message', (data) => heard.push(data as Buffer));
      socket.on('close', resolve);
    });
  });
  const socket = new WebSocket(`ws://127.0.0.1:${new URL(entry.origin).port}${entry.path}${path}`, {
    headers: insideHeaders(entry),
    perMessageDeflate,
  });
  await once(socket, 'open');
  return { socket, heard, closed };
}

it.each([true, false])(
  'a page that goes away says goodbye to VS Code as well; compressed: %s',
  async (isCompressed) => {
    const { socket, heard, closed } = await startScene(lasting, isCompressed);
    socket.send(Buffer.from('last words'));
    socket.close(1001);
    expect(await closed).toBe(1001);
    expect(heard).toEqual([Buffer.from('last words'), disconnect]);
  },
);

it('what was said before is delivered first, however much it is', async () => {
  const { socket, heard, closed } = await startScene(lasting);
  const message = randomBytes(8 * 1024 * 1024);
  socket.send(message);
  socket.close(1001);
  expect(await closed).toBe(1001);
  expect(heard.map(({ length }) => length)).toEqual([message.length, disconnect.length]);
  expect(heard[0]?.equals(message)).toBe(true);
});

it.each([
  ['that lost its way and comes back', lasting, (socket: WebSocket) => socket.close()],
  ['that closes for a reason of its own', lasting, (socket: WebSocket) => socket.close(1000)],
  ['that is cut off by a machine that falls asleep', lasting, (socket: WebSocket) => socket.terminate()],
  ['that cannot come back', 'stable', (socket: WebSocket) => socket.close(1001)],
])('nothing is said for a client %s', async (_what, path, close) => {
  const { socket, heard, closed } = await startScene(path);
  close(socket);
  await closed;
  expect(heard).toEqual([]);
});

/** The close frame of a page that goes away, as a browser sends it. */
const goingAway = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9]);

/** A far end that talks without pause, and as VS Code does hangs up when it is told goodbye; how it fares comes with the promise. */
async function startTalker() {
  const ends: Promise<string>[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let heard = Buffer.alloc(0);
    socket.once('data', () => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      const talk = () => {
        while (socket.writable && socket.write(Buffer.alloc(16_384)));
      };
      socket.on('drain', talk);
      talk();
      socket.on('data', (data) => {
        heard = Buffer.concat([heard, data]);
        if (heard.includes(disconnect)) socket.end();
      });
      socket.on('end', () => socket.end());
    });
    const { promise, resolve } = Promise.withResolvers<string>();
    ends.push(promise);
    socket.on('error', (error) => resolve(error.message));
    socket.on('close', () => resolve(heard.includes(disconnect) ? 'told' : 'left'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const gate = await startGate();
  const entry = await gate.admit(targetOf('one', (server.address() as AddressInfo).port));
  const open = async () => {
    const socket = await rawUpgrade(entry, `${entry.path}${lasting}`, insideHeaders(entry));
    await once(socket, 'readable');
    return socket;
  };
  return { open, ends };
}

describe('a far end in the middle of talking', () => {
  it('hears the goodbye of a page that listens no longer', async () => {
    const { open, ends } = await startTalker();
    const socket = await open();
    socket.resume().end(goingAway);
    expect(await ends[0]).toBe('told');
  });

  it('hears it also when it listens only after it has met the closed page', async () => {
    const { promise: farEnd, resolve } = Promise.withResolvers<Socket>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      socket.once('data', () => {
        socket.pause().write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
        resolve(socket);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const gate = await startGate();
    const entry = await gate.admit(targetOf('one', (server.address() as AddressInfo).port));
    const socket = await rawUpgrade(entry, `${entry.path}${lasting}`, insideHeaders(entry));
    await once(socket, 'data');
    socket.end(goingAway, () => socket.destroy());
    await once(socket, 'close');
    const busy = await farEnd;
    // Far more than what is on the way: the connection to the page is found closed while this is said.
    const isSaid = new Promise((done) => busy.write(Buffer.alloc(32 * 1024 * 1024), (error) => done(error ?? 'said')));
    expect(await isSaid).toBe('said');
    expect(Buffer.concat(await busy.take(1).toArray()).includes(disconnect)).toBe(true);
    busy.destroy();
  });

  // With unread bytes, the system cuts what a browser closes, and whoever writes to it meets that before the goodbye.
  it.each(['before', 'after'])('hears it for a connection cut %s another one of the page says it', async (when) => {
    const { open, ends } = await startTalker();
    const [cut, polite] = [await open(), await open()];
    if (when === 'after') polite.resume().end(goingAway);
    const cutOff = once(cut, 'close');
    cut.resetAndDestroy();
    await cutOff;
    if (when === 'before') polite.resume().end(goingAway);
    expect(await Promise.all(ends)).toEqual(['told', 'told']);
  });

  // A browser drops the goodbye of a connection that it closes while it is sending, and ends it in order.
  it.each(['before', 'after'])(
    'hears it for a connection that ends %s another one of the page says it',
    async (when) => {
      const { open, ends } = await startTalker();
      const [wordless, polite] = [await open(), await open()];
      if (when === 'after') polite.resume().end(goingAway);
      wordless.resume().end();
      if (when === 'before') polite.resume().end(goingAway);
      expect(await Promise.all(ends)).toEqual(['told', 'told']);
    },
  );

  it.each([
    ['cut', (socket: Socket) => socket.resetAndDestroy()],
    ['ended', (socket: Socket) => socket.resume().end()],
  ])('is left without a word by a connection that is only %s', async (_how, close) => {
    const { open, ends } = await startTalker();
    close(await open());
    expect(await ends[0]).not.toBe('told');
  });
});
