import type { Clock } from '../core/ports.ts';

/** The part of a `ws` socket that keeping it alive needs. */
export interface PingableSocket {
  ping(): void;
  terminate(): void;
  on(type: 'pong' | 'close', listener: () => void): unknown;
}

const PING_EVERY_MS = 20_000;
const MOST_MISSED_PONGS = 2;

/** Pings every 20 s and drops a socket that missed two answers, so that no handler runs for a page that is gone. */
export function keepAlive(socket: PingableSocket, clock: Clock): void {
  let missedCount = 0;
  let callOff = () => {};
  const beat = () => {
    if (missedCount >= MOST_MISSED_PONGS) {
      socket.terminate();
      return;
    }
    missedCount += 1;
    socket.ping();
    callOff = clock.after(PING_EVERY_MS, beat);
  };
  socket.on('pong', () => {
    missedCount = 0;
  });
  socket.on('close', () => callOff());
  callOff = clock.after(PING_EVERY_MS, beat);
}
