import type { KnownHostsLine } from './known-hosts-line.ts';
import { coversName, knownHostsName } from './known-hosts-line.ts';

/** A known key and where it is written, for the user who has to remove it. */
export interface KnownHostKey extends KnownHostsLine {
  readonly file: string;
}

/** What the known_hosts files say about an offered key. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly file: string; readonly lineNumber: number }
  | { readonly kind: 'revoked'; readonly file: string; readonly lineNumber: number };

/** Key types this side can ask a host for, in the order asked when nothing is known. `ssh-rsa` is the key, not the SHA-1 signature. */
export const supportedKeyTypes: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

/**
 * Judges an offered key. Known types are asked for first, so a host that offers another type than the known ones no longer
 * holds its known key: that is `changed` too, not `unknown`. As OpenSSH does, a key listed for the bare address is accepted
 * on another port, but a different one there says nothing about this port.
 */
export function judgeHostKey(
  keys: readonly KnownHostKey[],
  address: string,
  port: number,
  offered: Buffer,
): HostKeyVerdict {
  const name = knownHostsName(address, port);
  const bareName = knownHostsName(address, 22);
  const atName = keys.filter((key) => coversName(key.hosts, name));
  const atBareName = keys.filter((key) => coversName(key.hosts, bareName));
  const revoked = [...atName, ...atBareName].find((key) => key.isRevoked && key.key.equals(offered));
  if (revoked) return { kind: 'revoked', file: revoked.file, lineNumber: revoked.lineNumber };
  const isGood = (key: KnownHostKey) => !key.isRevoked && key.key.equals(offered);
  if (atName.some(isGood)) return { kind: 'known' };
  const other = atName.find((key) => !key.isRevoked && supportedKeyTypes.includes(key.type));
  if (other) return { kind: 'changed', file: other.file, lineNumber: other.lineNumber };
  return atBareName.some(isGood) ? { kind: 'known' } : { kind: 'unknown' };
}

/** Types of the keys known for an address, so that the host is asked for those first. */
export function knownKeyTypes(keys: readonly KnownHostKey[], address: string, port: number): string[] {
  const usable = keys.filter((key) => !key.isRevoked && supportedKeyTypes.includes(key.type));
  const atName = usable.filter((key) => coversName(key.hosts, knownHostsName(address, port)));
  const atBareName = usable.filter((key) => coversName(key.hosts, knownHostsName(address, 22)));
  return [...new Set([...atName, ...atBareName].map((key) => key.type))];
}
