import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { memoryPair } from '../../../main/transport/memory.ts';
import { messagePortChannel } from '../../../main/transport/message-port.ts';
import {
  MAX_ANSWER_BYTES,
  MAX_REQUEST_BYTES,
  openWebSocketChannel,
  webSocketChannel,
} from '../../../main/transport/web-socket.ts';
import { type ChannelPair, channelSuite } from './suite.ts';

async function memory(): Promise<ChannelPair> {
  const [server, client] = memoryPair();
  return { server, client, dispose: async () => server.close() };
}

async function messagePort(): Promise<ChannelPair> {
  const { port1, port2 } = new MessageChannel();
  const server = messagePortChannel(port1);
  const client = messagePortChannel(port2);
  return {
    server,
    client,
    dispose: async () => {
      server.close();
      client.close();
    },
  };
}

async function webSocket(): Promise<ChannelPair> {
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: MAX_REQUEST_BYTES });
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const connection = once(listener, 'connection');
  const client = await openWebSocketChannel(new WebSocket(`ws://127.0.0.1:${address.port}`));
  const [socket] = (await connection) as [WebSocket];
  return {
    server: webSocketChannel(socket, { maxSendBytes: MAX_ANSWER_BYTES }),
    client,
    dispose: async () => {
      client.close();
      for (const left of listener.clients) left.terminate();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

channelSuite('memory', memory);
channelSuite('a MessagePort', messagePort);
channelSuite('a WebSocket', webSocket);
