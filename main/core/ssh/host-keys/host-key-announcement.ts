import type { Client, ParsedKey } from 'ssh2';
import type { HostKeyAnnouncement } from './host-key-rotation.ts';

/** The parts of an ssh2 1.17 client that its types leave out; the package is pinned to that version. */
interface ClientInternals {
  readonly _protocol?: { openssh_hostKeysProve?: (keys: readonly ParsedKey[]) => void };
}

/**
 * Tells once per connection which keys the host says it has. ssh2 asks for the proofs and checks their signatures, and
 * then names only the keys that were proven; which ones it asked about is seen by standing in the way of the question.
 */
export function onHostKeysAnnounced(client: Client, listener: (announcement: HostKeyAnnouncement) => void): void {
  let announced: readonly Buffer[] | null = null;
  client.once('handshake', () => {
    const protocol = (client as unknown as ClientInternals)._protocol;
    const ask = protocol?.openssh_hostKeysProve;
    if (protocol === undefined || ask === undefined) return;
    protocol.openssh_hostKeysProve = (keys) => {
      announced ??= keys.map((key) => key.getPublicSSH());
      ask.call(protocol, keys);
    };
  });
  client.once('hostkeys', (keys) => listener({ announced, proven: keys.map((key) => key.getPublicSSH()) }));
}
