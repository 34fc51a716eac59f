import type { Failure } from '../../../contract/failure.ts';
import { fail } from '../../../contract/failure.ts';
import { failureOf } from '../failure-causes.ts';
import { describeHostKey } from './host-key.ts';
import type { HostKeyAnnouncement, HostKeyChange } from './host-key-rotation.ts';
import type { KnownHostKey } from './host-key-verdict.ts';
import type { HostAddress, HostKeyCheck } from './known-hosts.ts';

/** Decides inside the handshake whether the host is the right one. */
export interface HostKeyVerifier {
  /** Asked for first, so that a host known by one type of key is not asked for another. */
  readonly knownTypes: readonly string[];
  /** Null when the key is trusted; else why not. */
  refuse(key: Buffer): Failure | null;
  /** Hears what the host, once trusted, proves about its further keys. */
  learn(announcement: HostKeyAnnouncement): void;
}

/** The verifier that trusts what the known_hosts files hold, and nothing else; `onLearned` hears what changes in them. */
export function createHostKeyVerifier(
  host: HostAddress & { readonly user: string },
  keys: HostKeyCheck,
  onLearned: (change: HostKeyChange) => void = () => {},
): HostKeyVerifier {
  let used: Buffer | null = null;
  const refuse = (key: Buffer): Failure | null => {
    const verdict = keys.check(key);
    const hostKey = describeHostKey(key);
    switch (verdict.kind) {
      case 'known':
        used = key;
        return null;
      case 'unknown':
        return failureOf('host-key-unknown', host, { hostKey });
      case 'authority':
        return fail(
          'host-key-unknown',
          'host key',
          `${host.address} is trusted through a certificate authority, which Berth cannot check (${verdict.file}:${verdict.lineNumber}).`,
          'Ask whoever runs the server for the fingerprint of its plain key, and trust that key if it is the same.',
          { hostKey },
        ).failure;
      case 'changed':
        return fail(
          'host-key-changed',
          'host key',
          `The key of ${host.address} is not the one known from ${verdict.file}:${verdict.lineNumber}.`,
          'Somebody may be listening in. Only if you know why the key changed: forget the known key, then compare and trust this one.',
          { hostKey, detail: describeKnownKeys(verdict.known) },
        ).failure;
      case 'revoked':
        return fail(
          'host-key-revoked',
          'host key',
          `The key of ${host.address} is marked as revoked in ${verdict.file}:${verdict.lineNumber}.`,
          'Do not connect; ask whoever runs the server for its new key.',
          { hostKey },
        ).failure;
    }
  };
  return {
    knownTypes: keys.knownTypes,
    refuse,
    learn: (announcement) => {
      if (used === null) return;
      void keys.learn(used, announcement).then((change) => {
        if (change !== null) onLearned(change);
      });
    },
  };
}

/** The keys that the user may compare with the offered one; more than a few would tell nobody more. */
function describeKnownKeys(known: readonly KnownHostKey[]): string {
  const lines = known.slice(0, 8).map(({ key, file, lineNumber }) => {
    const { type, fingerprint } = describeHostKey(key);
    return `${type} ${fingerprint} in ${file}:${lineNumber}`;
  });
  return ['Known until now:', ...lines].join('\n');
}
