import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';

const socketMethods = ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref'];

/**
 * Makes a channel pass for a socket: node:http calls methods that only sockets have, and a channel has no use for them.
 * The error listener stays for the channel's whole life, because a late error without one ends the process; whoever
 * uses the channel learns of the end by `close`.
 */
export function asSocket(channel: Duplex, logger: Logger): Duplex {
  for (const method of socketMethods) {
    if (!(method in channel)) Object.defineProperty(channel, method, { value: () => channel });
  }
  channel.on('error', (error) => logger.debug({ err: error }, 'a forwarded channel had an error'));
  return channel;
}

/** Closes a channel for good: one with unread data would otherwise never report its close. */
export function closeChannel(channel: Duplex): void {
  channel.destroy();
  channel.resume();
}
