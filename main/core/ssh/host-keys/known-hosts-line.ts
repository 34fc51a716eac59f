import { hostKeyType } from './host-key.ts';

/** One line of a known_hosts file that names a key. */
export interface KnownHostsLine {
  /** The key is not to be trusted, whatever other lines say. */
  readonly isRevoked: boolean;
  /** The key belongs to a certificate authority, and to no host. */
  readonly isAuthority: boolean;
  /** The first field as written: patterns, or one hashed name. */
  readonly hosts: string;
  readonly type: string;
  readonly key: Buffer;
  /** 1 for the first line of the file. */
  readonly lineNumber: number;
}

/**
 * Reads the text of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Comments and lines that OpenSSH would
 * not understand either are passed over; a line whose type disagrees with its key is not a key.
 */
export function parseKnownHosts(text: string): KnownHostsLine[] {
  return text.split('\n').flatMap((raw, index) => parseKnownHostsLine(raw, index + 1) ?? []);
}

/** Reads one line, or answers null when it names no key. */
export function parseKnownHostsLine(raw: string, lineNumber: number): KnownHostsLine | null {
  const line = raw.trim();
  if (line === '' || line.startsWith('#')) return null;
  const fields = line.split(/[ \t]+/);
  const marker = line.startsWith('@') ? fields.shift() : undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') return null;
  const [hosts, type, encoded] = fields;
  if (hosts === undefined || type === undefined || encoded === undefined) return null;
  const key = Buffer.from(encoded, 'base64');
  if (hostKeyType(key) !== type) return null;
  const isAuthority = marker === '@cert-authority';
  return { isRevoked: marker === '@revoked', isAuthority, hosts, type, key, lineNumber };
}
