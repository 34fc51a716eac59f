import type { Failure } from '../../contract/failure.ts';
import { fail } from '../../contract/failure.ts';
import { failureOf } from './failure-causes.ts';
import { describeHostKey } from './host-key.ts';
import type { HostAddress, HostKeyCheck } from './known-hosts.ts';

/** Decides inside the handshake whether the host is the right one. */
export interface HostKeyVerifier {
  /** Asked for first, so that a host known by one type of key is not asked for another. */
  readonly knownTypes: readonly string[];
  /** Null when the key is trusted; else why not. */
  refuse(key: Buffer): Failure | null;
}

/** The verifier that trusts what the known_hosts files hold, and nothing else. */
export function createHostKeyVerifier(
  host: HostAddress & { readonly user: string },
  keys: HostKeyCheck,
): HostKeyVerifier {
  return {
    knownTypes: keys.knownTypes,
    refuse: (key) => {
      const verdict = keys.check(key);
      const extras = { hostKey: describeHostKey(key) };
      switch (verdict.kind) {
        case 'known':
          return null;
        case 'unknown':
          return failureOf('host-key-unknown', host, extras);
        case 'changed':
          return fail(
            'host-key-changed',
            'host key',
            `The key of ${host.address} is not the one known from ${verdict.file}:${verdict.lineNumber}.`,
            'Somebody may be listening in; connect only after you know why the key changed, and remove that line then.',
            extras,
          ).failure;
        case 'revoked':
          return fail(
            'host-key-revoked',
            'host key',
            `The key of ${host.address} is marked as revoked in ${verdict.file}:${verdict.lineNumber}.`,
            'Do not connect; ask whoever runs the host for its new key.',
            extras,
          ).failure;
      }
    },
  };
}
