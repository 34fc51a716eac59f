import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How long one side may go on once the other one is gone. */
const lastWordsMs = 10_000;

/**
 * Joins a connection of this machine and one of a host. Each waits for the other's reader, an end of one direction is passed
 * on and leaves the other open, and when one is cut, so is the other. A lost link ends a channel like an orderly end;
 * `isWhole` tells the two apart, so that nobody takes the half of an answer for all of it.
 */
export function joinStreams(socket: Socket, channel: Duplex, isWhole: () => boolean): void {
  // The channel's own end must not end what is still being said to it.
  channel.allowHalfOpen = true;
  socket.pipe(channel);
  channel.pipe(socket, { end: false });
  const endOrderly = () => (isWhole() ? socket.end() : socket.resetAndDestroy());
  // The link tells that it is lost in the same turn as its channels end.
  channel.once('end', () => setImmediate(endOrderly));
  channel.on('error', () => socket.resetAndDestroy());
  channel.once('close', () => {
    if (!channel.readableEnded) socket.resetAndDestroy();
    else if (!socket.destroyed) {
      endOrderly();
      // Its reader may take its time: cut before it has everything, it would take what it has for the whole.
      if (socket.writableFinished) outlive(socket);
      else socket.once('finish', () => outlive(socket));
    }
  });
  socket.once('close', () => {
    if (!socket.readableEnded || socket.errored !== null) channel.destroy();
    else if (!channel.destroyed) {
      channel.end();
      outlive(channel);
    }
  });
}

/** Lets one side end in order after the other one is gone; what it still says goes nowhere, and unread it would never close. */
function outlive(other: Duplex): void {
  if (other.destroyed) return;
  other.resume();
  const timer = setTimeout(() => other.destroy(), lastWordsMs);
  other.once('close', () => clearTimeout(timer));
}
