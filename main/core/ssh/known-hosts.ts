import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import { describeHostKey, hostKeyType } from './host-key.ts';
import type { HostKeyVerdict } from './host-key-verdict.ts';
import { judgeHostKey, knownKeyTypes } from './host-key-verdict.ts';
import type { KnownHostsFailure } from './known-hosts-file.ts';
import { appendKnownHostsLine, readKnownHostKeys } from './known-hosts-file.ts';
import { hashName, knownHostsName } from './known-hosts-line.ts';

/** Where a host is reached; a profile is one. */
export interface HostAddress {
  readonly address: string;
  readonly port: number;
}

/** The known keys of one host, read once before a connection so that the check inside the handshake needs no I/O. */
export interface HostKeyCheck {
  readonly knownTypes: readonly string[];
  /** Judges a key and remembers an unknown one, so that the user can be asked about it. */
  check(offered: Buffer): HostKeyVerdict;
}

/** A failure of `trust`; the kinds are those of `hosts.trust` in the contract. */
export type TrustFailure = KnownHostsFailure | (Failure & { readonly kind: 'host-key-unknown' | 'host-key-changed' });

/** The user's and Berth's own known_hosts files. */
export interface KnownHosts {
  /** Reads both files; fails closed when one exists but cannot be read. */
  check(host: HostAddress): Promise<Result<HostKeyCheck, KnownHostsFailure>>;
  /** Writes down the key that the host offered last, if it has this fingerprint (`SHA256:…`). */
  trust(host: HostAddress, fingerprint: string): Promise<Result<{ fingerprint: string }, TrustFailure>>;
}

/** Makes the one store of host keys. `~/.ssh/known_hosts` is only read; trusted keys go to `<dataDirectory>/known_hosts`. */
export function createKnownHosts(directories: {
  readonly homeDirectory: string;
  readonly dataDirectory: string;
}): KnownHosts {
  const ownFile = join(directories.dataDirectory, 'known_hosts');
  const files = [join(directories.homeDirectory, '.ssh', 'known_hosts'), ownFile];
  const offers = new Map<string, Buffer>();
  let lastTrust: Promise<unknown> = Promise.resolve();

  const check: KnownHosts['check'] = async ({ address, port }) => {
    const keys = await readKnownHostKeys(files);
    if (!keys.ok) return keys;
    return succeed({
      knownTypes: knownKeyTypes(keys.value, address, port),
      check: (offered: Buffer) => {
        const verdict = judgeHostKey(keys.value, address, port, offered);
        if (verdict.kind === 'unknown') offers.set(knownHostsName(address, port), offered);
        return verdict;
      },
    });
  };

  const trustNow: KnownHosts['trust'] = async (host, fingerprint) => {
    const name = knownHostsName(host.address, host.port);
    const offered = offers.get(name);
    if (!offered || describeHostKey(offered).fingerprint !== fingerprint) {
      return fail(
        'host-key-unknown',
        'host key',
        `${host.address} has not shown a key with this fingerprint.`,
        'Connect again and compare the fingerprint that is shown.',
        { hostKey: offered ? describeHostKey(offered) : null },
      );
    }
    const current = await check(host);
    if (!current.ok) return current;
    const verdict = current.value.check(offered);
    if (verdict.kind === 'changed' || verdict.kind === 'revoked') {
      return fail(
        'host-key-changed',
        'host key',
        `Another key of ${host.address} is written in ${verdict.file}:${verdict.lineNumber}.`,
        'Remove that line first if you know why the key changed.',
        { hostKey: describeHostKey(offered) },
      );
    }
    if (verdict.kind === 'unknown') {
      // A name that could be read as a pattern or a marker is written hashed, which nothing interprets.
      const hosts = /^[\w.:[\]%-]+$/.test(name) ? name : hashName(name, randomBytes(20));
      const line = `${hosts} ${hostKeyType(offered)} ${offered.toString('base64')}`;
      const written = await appendKnownHostsLine(ownFile, line);
      if (!written.ok) return written;
    }
    offers.delete(name);
    return succeed({ fingerprint });
  };

  return {
    check,
    trust: (host, fingerprint) => {
      // One after the other: two at once would each write a file without the other's line.
      const done = lastTrust.then(() => trustNow(host, fingerprint));
      lastTrust = done.catch(() => undefined);
      return done;
    },
  };
}
