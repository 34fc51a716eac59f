import type { Duplex } from 'node:stream';
import type { Failure } from '../../../contract/failure.ts';
import { failureOf } from '../failure-causes.ts';
import type { HostAddress } from '../host-keys/known-hosts.ts';
import type { Link } from '../link.ts';
import { ChannelRefusedError } from '../link.ts';
import { plainText } from '../plain-text.ts';
import { DialFailure } from './dial-failure.ts';
import type { Dial } from './dial-tcp.ts';

/** The host that a dial goes through. */
export interface Jump {
  readonly profileId: string;
  readonly name: string;
  readonly link: Pick<Link, 'forward'>;
}

/** A dial through another host, whose link is up: a forward is the byte stream. Rejects with `DialFailure`. */
export function dialThrough(jump: Jump, host: HostAddress & { readonly user: string }): Dial {
  return async (signal) => {
    signal.throwIfAborted();
    const opening = jump.link.forward(host.address, host.port);
    try {
      const stream = await Promise.race([opening, aborted(signal)]);
      // From here on the connection listens for errors itself; a stream is never left without a listener.
      stream.on('error', () => undefined);
      return stream;
    } catch (error) {
      if (!signal.aborted) throw new DialFailure(explain(error, jump, host));
      opening.then(discard, () => undefined);
      throw error;
    }
  };
}

function discard(stream: Duplex): void {
  stream.on('error', () => undefined);
  stream.destroy();
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A refusal by the rules of the host on the way is about that host; that it finds nobody is about the one behind it. */
function explain(error: unknown, jump: Jump, host: HostAddress & { readonly user: string }): Failure {
  const detail = plainText(error instanceof Error ? error.message : String(error));
  const target = { ...host, via: jump.name };
  const about = { profileId: jump.profileId, name: jump.name };
  if (!(error instanceof ChannelRefusedError)) return failureOf('jump-lost', target, { detail, jump: about });
  if (error.reason === 'prohibited') return failureOf('forward-denied', target, { detail, jump: about });
  return failureOf('forward-refused', target, { detail });
}
