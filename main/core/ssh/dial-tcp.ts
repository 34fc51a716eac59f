import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostAddress } from './known-hosts.ts';

/** Opens the byte stream under a link: TCP, or a forward through another host. Gives up when the signal aborts. */
export type Dial = (signal: AbortSignal) => Promise<Duplex>;

/** A dial straight to the host. Rejects with Node's own error. */
export function dialTcp({ address, port }: HostAddress): Dial {
  return (signal) =>
    new Promise<Socket>((resolve, reject) => {
      signal.throwIfAborted();
      const socket = connect({ host: address, port });
      const onAbort = () => socket.destroy(asError(signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('error', reject);
      socket.once('close', () => signal.removeEventListener('abort', onAbort));
      socket.once('connect', () => {
        signal.removeEventListener('abort', onAbort);
        // From here on the connection listens for errors itself; a socket is never left without a listener.
        socket.removeListener('error', reject);
        socket.on('error', () => undefined);
        socket.pause();
        resolve(socket);
      });
    });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
