import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Client } from '../../../main/contract/define.ts';
import { connect } from '../../../main/transport/connect.ts';
import { ChannelClosedError, FrameTooLargeError, RemoteError } from '../../../main/transport/errors.ts';
import { serve } from '../../../main/transport/serve.ts';
import { openWebSocketChannel, webSocketChannel } from '../../../main/transport/web-socket.ts';
import { collect, makeProbe, type ProbeContract, probeContract } from './probe-contract.ts';

let listener: WebSocketServer;
let url: string;
let bugs: unknown[];

beforeEach(async () => {
  bugs = [];
  listener = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  listener.on('connection', (socket) => {
    const channel = webSocketChannel(socket, { maxSendBytes: 100_000 });
    serve(probeContract, makeProbe().handlers, channel, { onBug: (bug) => bugs.push(bug) });
  });
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `ws://127.0.0.1:${address.port}`;
});
afterEach(async () => {
  for (const socket of listener.clients) socket.terminate();
  await new Promise((resolve) => listener.close(resolve));
});

const client = async (): Promise<Client<ProbeContract>> =>
  connect(probeContract, await openWebSocketChannel(new WebSocket(url)));

test('an item above the frame size ends the stream as too-large, and the channel goes on', async () => {
  const { probe } = await client();
  const reading = collect(probe.bytes({ sizeBytes: 200_000, chunkBytes: 200_000 }));
  await expect(reading).rejects.toMatchObject({ name: 'RemoteError', code: 'too-large' });
  expect(await probe.add({ a: 1, b: 1 })).toEqual({ ok: true, value: { sum: 2 } });
  expect(bugs).toMatchObject([{ method: 'probe.bytes', code: 'too-large' }]);
});

test('a request above the frame size is not sent at all', async () => {
  const { probe } = await client();
  const huge = probe.echo({ name: 'x', parts: [new Uint8Array(5 * 1024 * 1024)] });
  await expect(huge).rejects.toBeInstanceOf(FrameTooLargeError);
  expect(await probe.add({ a: 1, b: 1 })).toMatchObject({ ok: true });
});

test.each([
  ['no JSON', 'hello'],
  ['no message', '{"type":"shutdown","id":1}'],
  ['too much credit', '{"type":"credit","id":1,"count":100000}'],
  ['an answer from a client', '{"type":"result","id":1,"value":0}'],
  ['a binary frame of noise', new Uint8Array([0, 0, 255, 255, 1, 2, 3])],
])('a frame that is %s closes the socket', async (_what, frame) => {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  socket.send(frame);
  await closed;
});

test('a server that is not there rejects the dial', async () => {
  const dead = url.replace(/\d+$/, '1');
  await expect(openWebSocketChannel(new WebSocket(dead))).rejects.toBeInstanceOf(ChannelClosedError);
});

test('a dead server rejects what is in flight', async () => {
  const { probe } = await client();
  const call = probe.wait({});
  const outcome = expect(call).rejects.toBeInstanceOf(ChannelClosedError);
  await expect(probe.misbehave({ how: 'throws' })).rejects.toBeInstanceOf(RemoteError);
  for (const socket of listener.clients) socket.terminate();
  await outcome;
});
