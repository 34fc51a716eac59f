import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostAddress } from '../host-keys/known-hosts.ts';

/** Opens the byte stream under a link: TCP, or a forward through another host. Gives up when the signal aborts. */
export type Dial = (signal: AbortSignal) => Promise<Duplex>;

/**
 * Of a name with several addresses each but the last is given this long. Node's own 250 ms give up every one of them on a
 * line by satellite.
 */
const addressPatienceMs = 1_500;

/** A dial straight to the host; of several addresses (IPv6 and IPv4) the first that answers. Rejects with Node's own error. */
export function dialTcp({ address, port }: HostAddress): Dial {
  return (signal) =>
    new Promise<Socket>((resolve, reject) => {
      signal.throwIfAborted();
      const socket = connect({
        host: address,
        port,
        autoSelectFamily: true,
        autoSelectFamilyAttemptTimeout: addressPatienceMs,
      });
      const onAbort = () => socket.destroy(asError(signal.reason));
      const onError = (error: Error) => reject(mostTelling(error));
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('error', onError);
      socket.once('close', () => signal.removeEventListener('abort', onAbort));
      socket.once('connect', () => {
        signal.removeEventListener('abort', onAbort);
        // From here on the connection listens for errors itself; a socket is never left without a listener.
        socket.removeListener('error', onError);
        socket.on('error', () => undefined);
        socket.pause();
        resolve(socket);
      });
    });
}

/** A refusal comes from the host itself, so it tells more than the way that a family of addresses does not have here. */
const tellingCodes = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'EACCES', 'EPERM', 'EHOSTUNREACH'];

/** One error for all addresses that were tried: the code that tells the most, and every address with what came of it. */
export function mostTelling(error: Error): Error {
  const errors = error instanceof AggregateError ? error.errors.filter((one) => one instanceof Error) : [];
  if (errors.length === 0) return error;
  const codes = errors.map((one) => ('code' in one ? String(one.code) : ''));
  const code = tellingCodes.find((telling) => codes.includes(telling)) ?? codes[0];
  return Object.assign(new Error(errors.map(({ message }) => message).join('\n'), { cause: error }), { code });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
