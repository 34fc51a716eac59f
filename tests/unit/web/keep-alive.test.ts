import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { keepAlive } from '../../../main/web/keep-alive.ts';
import { ManualClock } from '../../support/fakes/clock.ts';

class Socket extends EventEmitter {
  pingCount = 0;
  isTerminated = false;
  ping(): void {
    this.pingCount += 1;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

test('a socket that answers is pinged for ever', () => {
  const clock = new ManualClock();
  const socket = new Socket();
  keepAlive(socket, clock);
  for (let round = 1; round <= 10; round += 1) {
    clock.advance(20_000);
    expect(socket.pingCount).toBe(round);
    socket.emit('pong');
  }
  expect(socket.isTerminated).toBe(false);
});

test('two answers missed end it, and nothing is left to wait for', () => {
  const clock = new ManualClock();
  const socket = new Socket();
  keepAlive(socket, clock);
  clock.advance(59_999);
  expect(socket.isTerminated).toBe(false);
  clock.advance(1);
  expect({ isTerminated: socket.isTerminated, pending: clock.pendingCount }).toEqual({
    isTerminated: true,
    pending: 0,
  });
});

test('a closed socket is not pinged', () => {
  const clock = new ManualClock();
  const socket = new Socket();
  keepAlive(socket, clock);
  socket.emit('close');
  expect(clock.pendingCount).toBe(0);
});
