import type { Socket } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { joinStreams } from '../../../../main/core/forwards/join-streams.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A connection whose reader takes each piece only when it is told to. */
function slowSocket() {
  const pieces: string[] = [];
  let take = () => {};
  const socket = new Duplex({
    allowHalfOpen: true,
    read() {},
    write(chunk: Buffer, _encoding, done) {
      take = () => {
        pieces.push(chunk.toString());
        done();
      };
    },
  });
  return { socket: Object.assign(socket, { resetAndDestroy: () => socket.destroy() }), pieces, take: () => take() };
}

it('waits for a slow reader after the far end has hung up, and for its own end only so long', async () => {
  const { socket, pieces, take } = slowSocket();
  const channel = new PassThrough();
  joinStreams(socket as unknown as Socket, channel, () => true);
  channel.end('all of it');
  await turn();
  channel.destroy();
  await turn();
  vi.advanceTimersByTime(600_000);
  expect(socket.destroyed).toBe(false);
  take();
  await turn();
  expect(pieces).toEqual(['all of it']);
  expect(socket.writableFinished).toBe(true);
  vi.advanceTimersByTime(10_000);
  expect(socket.destroyed).toBe(true);
});
