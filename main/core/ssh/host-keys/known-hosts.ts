import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Failure, Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';
import { withFileLock } from '../../store/file-lock.ts';
import { describeHostKey } from './host-key.ts';
import type { HostKeyAnnouncement, HostKeyChange } from './host-key-rotation.ts';
import { planRotation } from './host-key-rotation.ts';
import type { HostKeyVerdict } from './host-key-verdict.ts';
import { judgeHostKey, knownKeyTypes, linesOfHost } from './host-key-verdict.ts';
import { addLines, hostKeyLine, removeName } from './known-hosts-edit.ts';
import type { KnownHostsFailure } from './known-hosts-file.ts';
import { readKnownHostKeys, readKnownHostsText, replaceKnownHostsText, unusable } from './known-hosts-file.ts';
import type { ForgetFailure, ForgottenKey } from './known-hosts-forget.ts';
import { forgetKeys } from './known-hosts-forget.ts';
import { knownHostsName } from './known-hosts-name.ts';

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
  /**
   * Takes over what the host, trusted by the key in use, proved about its further keys, and tells what that changed; null
   * when nothing. Never rejects; trouble is logged.
   */
  learn(used: Buffer, announcement: HostKeyAnnouncement): Promise<HostKeyChange | null>;
}

/** A failure of `trust`; the kinds are those of `hosts.trust` in the contract. */
export type TrustFailure = KnownHostsFailure | (Failure & { readonly kind: 'host-key-unknown' | 'host-key-changed' });

/** The known_hosts files of the user, of Berth and of the system. */
export interface KnownHosts {
  /** Reads the files; fails closed when one exists but cannot be read. */
  check(host: HostAddress): Promise<Result<HostKeyCheck, KnownHostsFailure>>;
  /** Writes down the key that the host offered last, if it has this fingerprint (`SHA256:…`). */
  trust(host: HostAddress, fingerprint: string): Promise<Result<{ fingerprint: string }, TrustFailure>>;
  /** Removes the known keys of a host, so that the next attempt asks about the one it shows. Revoked marks stay. */
  forget(host: HostAddress): Promise<Result<{ removed: ForgottenKey[] }, ForgetFailure>>;
}

/** Where the files lie. */
export interface KnownHostsPlaces {
  readonly homeDirectory: string;
  readonly dataDirectory: string;
  /** The file for all users of this machine. */
  readonly systemKnownHosts?: string;
  readonly logger?: Pick<Logger, 'info' | 'warn'>;
}

/** Where OpenSSH looks for the keys that hold for all users of a machine. */
const systemFile = process.platform === 'win32' ? 'C:\\ProgramData\\ssh\\ssh_known_hosts' : '/etc/ssh/ssh_known_hosts';

/** Makes the one store of host keys. Trusted keys go to `<dataDirectory>/known_hosts`; `~/.ssh/known_hosts` changes only by `forget`. */
export function createKnownHosts(places: KnownHostsPlaces): KnownHosts {
  const { homeDirectory, dataDirectory, logger, systemKnownHosts = systemFile } = places;
  const own = join(dataDirectory, 'known_hosts');
  const user = join(homeDirectory, '.ssh', 'known_hosts');
  const offers = new Map<string, Buffer>();
  let lastChange: Promise<unknown> = Promise.resolve();

  /** One after the other, in this process and among all of this user: two at once would each write a file without the other's lines. */
  const changing = <T>(change: () => Promise<T>): Promise<T | { ok: false; failure: KnownHostsFailure }> => {
    const done = lastChange
      .then(() => withFileLock(own, change))
      .catch((error: unknown) => unusable(own, 'written', error));
    lastChange = done;
    return done;
  };

  const readLines = async ({ address, port }: HostAddress) => {
    const keys = await readKnownHostKeys([user, own, systemKnownHosts]);
    return keys.ok ? succeed(linesOfHost(keys.value, address, port)) : keys;
  };

  const learn = async (
    host: HostAddress,
    used: Buffer,
    announcement: HostKeyAnnouncement,
  ): Promise<Result<HostKeyChange | null, KnownHostsFailure>> => {
    const lines = await readLines(host);
    if (!lines.ok) return lines;
    const name = knownHostsName(host.address, host.port);
    const { added, removed } = planRotation(lines.value, name, { user, own }, used, announcement);
    if (added.length === 0 && removed.length === 0) return succeed(null);
    const before = await readKnownHostsText(own);
    if (!before.ok) return before;
    const { text } = removeName(before.value, name, ({ key }) => removed.some((gone) => gone.equals(key)));
    const after = addLines(
      text,
      added.map((key) => hostKeyLine(name, key)),
    );
    const written = await replaceKnownHostsText(own, after);
    if (!written.ok) return written;
    logger?.info({ name, added: added.length, removed: removed.length }, 'the host changed its keys');
    return succeed({ added: added.map(describeHostKey), removed: removed.map(describeHostKey) });
  };

  const check: KnownHosts['check'] = async (host) => {
    const lines = await readLines(host);
    if (!lines.ok) return lines;
    return succeed({
      knownTypes: knownKeyTypes(lines.value),
      check: (offered) => {
        const verdict = judgeHostKey(lines.value, offered);
        if (isAskedAbout(verdict)) offers.set(knownHostsName(host.address, host.port), offered);
        return verdict;
      },
      learn: async (used, announcement) => {
        const learned = await changing(() => learn(host, used, announcement));
        if (learned.ok) return learned.value;
        logger?.warn({ failure: learned.failure }, 'cannot write down the keys of a host');
        return null;
      },
    });
  };

  const trust = async (
    host: HostAddress,
    fingerprint: string,
  ): Promise<Result<{ fingerprint: string }, TrustFailure>> => {
    const name = knownHostsName(host.address, host.port);
    const offered = offers.get(name);
    if (!offered || describeHostKey(offered).fingerprint !== fingerprint) return notOffered(host, offered);
    const lines = await readLines(host);
    if (!lines.ok) return lines;
    const verdict = judgeHostKey(lines.value, offered);
    if (verdict.kind === 'changed' || verdict.kind === 'revoked') {
      return fail(
        'host-key-changed',
        'host key',
        `Another key of ${host.address} is written in ${verdict.file}:${verdict.lineNumber}.`,
        'Forget that key first if you know why it changed.',
        { hostKey: describeHostKey(offered) },
      );
    }
    if (isAskedAbout(verdict)) {
      const before = await readKnownHostsText(own);
      if (!before.ok) return before;
      const written = await replaceKnownHostsText(own, addLines(before.value, [hostKeyLine(name, offered)]));
      if (!written.ok) return written;
    }
    offers.delete(name);
    return succeed({ fingerprint });
  };

  const forget = async (host: HostAddress): Promise<Result<{ removed: ForgottenKey[] }, ForgetFailure>> => {
    const lines = await readLines(host);
    return lines.ok ? forgetKeys(lines.value, knownHostsName(host.address, host.port), [own, user]) : lines;
  };

  return {
    check,
    trust: (host, fingerprint) => changing(() => trust(host, fingerprint)),
    forget: (host) => changing(() => forget(host)),
  };
}

/** Whether a key may become known by the user's word. */
function isAskedAbout(verdict: HostKeyVerdict): boolean {
  return verdict.kind === 'unknown' || verdict.kind === 'authority';
}

function notOffered(host: HostAddress, offered: Buffer | undefined) {
  return fail(
    'host-key-unknown',
    'host key',
    `${host.address} has not shown a key with this fingerprint.`,
    'Connect again and compare the fingerprint that is shown.',
    { hostKey: offered ? describeHostKey(offered) : null },
  );
}
