import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { insideHeaders, startGate, targetOf } from './harness.ts';

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
