import { createHmac, timingSafeEqual } from 'node:crypto';
import { isIPv6, SocketAddress } from 'node:net';
import { matchesPatterns } from '../patterns.ts';

/** The name under which a known_hosts file lists an address: bare on port 22, `[address]:port` elsewhere. */
export function knownHostsName(address: string, port: number): string {
  const host = shortAddress(address.toLowerCase());
  return port === 22 ? host : `[${host}]:${port}`;
}

/** Whether the first field of a line covers a name made by `knownHostsName`. A negated pattern that matches wins. */
export function coversName(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return coversHashedName(hosts, name);
  return matchesPatterns(name, hosts.toLowerCase().split(','));
}

/** Whether a line covers a name by naming it, hashed or plain, and not by a pattern that covers others too. */
export function namesExactly(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return coversHashedName(hosts, name);
  return coversName(hosts, name) && hosts.toLowerCase().split(',').includes(name);
}

/** The hashed form of a name, `|1|salt|hash`, as `ssh-keygen -H` writes it. */
export function hashName(name: string, salt: Buffer): string {
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

/** An IPv6 address has many spellings; OpenSSH lists it by the shortest. */
function shortAddress(host: string): string {
  const [address = '', ...zone] = host.split('%');
  if (!isIPv6(address)) return host;
  return [new SocketAddress({ address, family: 'ipv6' }).address, ...zone].join('%');
}

function coversHashedName(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
