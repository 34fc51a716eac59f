import { createHmac, timingSafeEqual } from 'node:crypto';
import { hostKeyType } from './host-key.ts';

/** One line of a known_hosts file that names a key. Lines of certificate authorities are not keys and are left out. */
export interface KnownHostsLine {
  readonly isRevoked: boolean;
  /** The first field as written: patterns, or one hashed name. */
  readonly hosts: string;
  readonly type: string;
  readonly key: Buffer;
  /** 1 for the first line of the file. */
  readonly lineNumber: number;
}

/**
 * Reads the text of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). Comments, `@cert-authority` lines and
 * lines that OpenSSH would not understand either are passed over; a line whose type disagrees with its key is not a key.
 */
export function parseKnownHosts(text: string): KnownHostsLine[] {
  const lines: KnownHostsLine[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const fields = line.split(/[ \t]+/);
    const marker = line.startsWith('@') ? fields.shift() : undefined;
    if (marker !== undefined && marker !== '@revoked') return;
    const [hosts, type, encoded] = fields;
    if (hosts === undefined || type === undefined || encoded === undefined) return;
    const key = Buffer.from(encoded, 'base64');
    if (hostKeyType(key) !== type) return;
    lines.push({ isRevoked: marker === '@revoked', hosts, type, key, lineNumber: index + 1 });
  });
  return lines;
}

/** The name under which a known_hosts file lists an address: bare on port 22, `[address]:port` elsewhere. */
export function knownHostsName(address: string, port: number): string {
  const host = address.toLowerCase();
  return port === 22 ? host : `[${host}]:${port}`;
}

/** Whether the first field of a line covers a name made by `knownHostsName`. A negated pattern that matches wins. */
export function coversName(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return coversHashedName(hosts, name);
  let isCovered = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesPattern(pattern.slice(1), name)) return false;
    } else if (matchesPattern(pattern, name)) {
      isCovered = true;
    }
  }
  return isCovered;
}

/** The hashed form of a name, `|1|salt|hash`, as `ssh-keygen -H` writes it. */
export function hashName(name: string, salt: Buffer): string {
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function coversHashedName(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** `*` and `?` as in ssh_config(5) PATTERNS. Walks both texts once with one restart point, so no pattern is slow. */
function matchesPattern(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let restart = 0;
  while (n < name.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      restart = n;
    } else if (wanted === '?' || wanted === name[n]) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++restart;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
