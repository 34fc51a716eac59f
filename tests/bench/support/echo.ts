import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { timeMs } from '../rounds.ts';
import { percentile } from '../statistics.ts';
import { startFarNetwork } from './far-network.ts';

const pingCount = 40;

/** The median round trip of one byte over plain TCP through a network of this one-way delay, milliseconds. */
export async function measureRoundTripMs(delayMs: number): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const server = createServer({ noDelay: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the echo server has no port');
  const near = { host: '127.0.0.1', port: address.port };
  const socket = connect(delayMs === 0 ? near.port : await startFarNetwork({ ...near, delayMs }, stack), near.host);
  stack.defer(() => void socket.destroy());
  await once(socket, 'connect');
  socket.setNoDelay(true);
  const samples: number[] = [];
  for (let index = 0; index < pingCount; index += 1) samples.push(await timeMs(() => ping(socket)));
  return percentile(samples, 0.5);
}

async function ping(socket: Socket): Promise<void> {
  const answered = once(socket, 'data');
  socket.write('.');
  await answered;
}
