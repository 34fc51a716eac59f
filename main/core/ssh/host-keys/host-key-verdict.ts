import type { KnownHostsLine } from './known-hosts-line.ts';
import { coversName, knownHostsName } from './known-hosts-name.ts';

/** A known key and where it is written, for the user who has to remove it. */
export interface KnownHostKey extends KnownHostsLine {
  readonly file: string;
}

/** The lines that are about one host. */
export interface HostKeyLines {
  readonly atName: readonly KnownHostKey[];
  /** On another port than 22: the lines for the bare address. */
  readonly atBareName: readonly KnownHostKey[];
}

type Place = Pick<KnownHostKey, 'file' | 'lineNumber'>;

/** What the known_hosts files say about an offered key. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  /** Not known by itself; a certificate of the authority in this line would do, which this side cannot check. */
  | ({ readonly kind: 'authority' } & Place)
  /** `known` are the keys that the host should have shown, the one to tell first. */
  | ({ readonly kind: 'changed'; readonly known: readonly KnownHostKey[] } & Place)
  | ({ readonly kind: 'revoked' } & Place);

/** Key types this side can ask a host for, in the order asked when nothing is known. `ssh-rsa` is the key, not the SHA-1 signature. */
export const supportedKeyTypes: readonly string[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
];

/** Picks the lines about one host; each is compared once, for a file may hold tens of thousands of hashed names. */
export function linesOfHost(keys: readonly KnownHostKey[], address: string, port: number): HostKeyLines {
  const covering = (name: string) => keys.filter((key) => coversName(key.hosts, name));
  const atName = covering(knownHostsName(address, port));
  return { atName, atBareName: port === 22 ? atName : covering(knownHostsName(address, 22)) };
}

/**
 * Judges an offered key. Known types are asked for first, so a host that offers another type than the known ones no longer
 * holds its known key: that is `changed` too, not `unknown`. As OpenSSH does, a key listed for the bare address is accepted
 * on another port, but a different one there says nothing about this port.
 */
export function judgeHostKey({ atName, atBareName }: HostKeyLines, offered: Buffer): HostKeyVerdict {
  const revoked = [...atName, ...atBareName].find((key) => key.isRevoked && key.key.equals(offered));
  if (revoked) return { kind: 'revoked', ...placeOf(revoked) };
  const isGood = (key: KnownHostKey) => isPlain(key) && key.key.equals(offered);
  if (atName.some(isGood)) return { kind: 'known' };
  const known = atName.filter(isUsable);
  if (known[0]) return { kind: 'changed', known, ...placeOf(known[0]) };
  if (atBareName.some(isGood)) return { kind: 'known' };
  const authority = [...atName, ...atBareName].find((key) => key.isAuthority);
  return authority ? { kind: 'authority', ...placeOf(authority) } : { kind: 'unknown' };
}

/** Types of the keys known for a host, so that it is asked for those first. */
export function knownKeyTypes({ atName, atBareName }: HostKeyLines): string[] {
  return [...new Set([...atName, ...atBareName].filter(isUsable).map((key) => key.type))];
}

/** Whether a line is a host's own key, of a type that this side can ask for. */
export function isUsable(key: KnownHostsLine): boolean {
  return isPlain(key) && supportedKeyTypes.includes(key.type);
}

function isPlain(key: KnownHostsLine): boolean {
  return !key.isRevoked && !key.isAuthority;
}

function placeOf({ file, lineNumber }: KnownHostKey): Place {
  return { file, lineNumber };
}
