import { once } from 'node:events';
import { WebSocket } from 'ws';
import { percentile } from '../statistics.ts';

const exchangeCount = 60;

/**
 * Runs on the box's Node: answers every message with two, 1 ms apart, as an editor server does all the time. The second
 * one is what a connection that gathers small packets holds back.
 */
export const splitServer = (port: number) => `
const { WebSocketServer } = require('/opt/code-server/node_modules/ws');
new WebSocketServer({ host: '127.0.0.1', port: ${port} }).on('connection', (socket) => {
  socket.on('message', () => {
    socket.send('first');
    setTimeout(() => socket.send('second'), 1);
  });
});
`;

/** The median time from a question to the second message of its answer, milliseconds. */
export async function secondMessageMs(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  try {
    await once(socket, 'open');
    const samples: number[] = [];
    for (let index = 0; index < exchangeCount; index += 1) samples.push(await exchangeMs(socket));
    return percentile(samples, 0.5);
  } finally {
    socket.terminate();
  }
}

function exchangeMs(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.now();
    const onMessage = (data: Buffer) => {
      if (data.toString() !== 'second') return;
      socket.off('message', onMessage);
      socket.off('close', onClose);
      resolve(performance.now() - startedAtMs);
    };
    const onClose = () => reject(new Error('the WebSocket closed between two messages'));
    socket.on('message', onMessage);
    socket.once('close', onClose);
    socket.send('go');
  });
}
