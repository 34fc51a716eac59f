import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Address ranges a page from a host has no business with. IPv4-mapped IPv6 is matched by BlockList itself; the other
 * embeddings of IPv4 in IPv6 are listed whole, because no editor needs them.
 */
const privateRanges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'], // "this host": connects to loopback on Linux and macOS
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'], // carrier-grade NAT, also used by mesh VPNs
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'], // link-local, also cloud metadata services
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'], // benchmarking, used inside networks
  ['224.0.0.0', 3, 'ipv4'], // multicast, reserved, broadcast
  ['::', 96, 'ipv6'], // unspecified, loopback and IPv4-compatible
  ['64:ff9b::', 96, 'ipv6'], // NAT64
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2001::', 32, 'ipv6'], // Teredo
  ['2002::', 16, 'ipv6'], // 6to4
  ['fc00::', 7, 'ipv6'], // unique local
  ['fe80::', 9, 'ipv6'], // link-local and the retired site-local
  ['ff00::', 8, 'ipv6'], // multicast
];

const privateAddresses = new BlockList();
for (const [network, prefix, family] of privateRanges) {
  privateAddresses.addSubnet(network, prefix, family);
}

const loopbackAddresses = new BlockList();
loopbackAddresses.addSubnet('0.0.0.0', 8, 'ipv4');
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
loopbackAddresses.addSubnet('::', 127, 'ipv6');

/** Names that only resolve inside a network or on this machine (RFC 6761, 6762, 8375; ICANN's `.internal`, and its name collisions). */
const privateSuffixes = [
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'lan',
  'localdomain',
  // Never delegated, because too many networks use them inside.
  'corp',
  'home',
  'intranet',
  'private',
];

const hasSuffix = (host: string, suffix: string): boolean => host === suffix || host.endsWith(`.${suffix}`);

/** The name without brackets and trailing dots, and whether `list` holds it; null when it is no address. */
function lookUp(hostname: string, list: BlockList): { readonly name: string; readonly isListed: boolean | null } {
  const name = hostname
    .toLowerCase()
    .replace(/\.+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  if (isIPv4(name)) {
    return { name, isListed: list.check(name, 'ipv4') };
  }
  return { name, isListed: isIPv6(name) ? list.check(name, 'ipv6') : null };
}

/**
 * Tells whether a host name as `URL.hostname` gives it (IPv4 in decimal, octal or hex is already dotted there) leads
 * into this machine or its network. Public names that resolve to private addresses are not seen here.
 */
export function isPrivateHost(hostname: string): boolean {
  const { name, isListed } = lookUp(hostname, privateAddresses);
  return isListed ?? (!name.includes('.') || privateSuffixes.some((suffix) => hasSuffix(name, suffix)));
}

/** Tells whether a host name as `URL.hostname` gives it is this machine itself. */
export function isLoopbackHost(hostname: string): boolean {
  const { name, isListed } = lookUp(hostname, loopbackAddresses);
  return isListed ?? hasSuffix(name, 'localhost');
}

const networkProtocols = new Set(['http:', 'https:', 'ws:', 'wss:']);

/** Content a page made itself or that Chromium keeps inside the page; no request leaves the machine for it. */
const inPageProtocols = new Set(['blob:', 'data:', 'about:', 'devtools:']);

/**
 * Tells whether a page of `ownOrigin` (`http://i-….localhost:port`) may request `url`: its own origin, also as a
 * WebSocket, and everything that is not private.
 */
export function isRequestAllowed(url: string, ownOrigin: string): boolean {
  const target = URL.parse(url);
  if (target === null) {
    return false;
  }
  if (inPageProtocols.has(target.protocol)) {
    return true;
  }
  if (!networkProtocols.has(target.protocol)) {
    return false;
  }
  return isOwn(target, ownOrigin) || !isPrivateHost(target.hostname);
}

function isOwn(target: URL, ownOrigin: string): boolean {
  const own = new URL(ownOrigin);
  const isPlain = target.protocol === 'http:' || target.protocol === 'ws:';
  return isPlain && own.protocol === 'http:' && target.host === own.host;
}

/** Tells whether a request goes to the page's own origin, or leaves the page for no network at all: there is no name to look up. */
export function isOwnOrInside(url: string, ownOrigin: string): boolean {
  const target = URL.parse(url);
  return target !== null && (inPageProtocols.has(target.protocol) || isOwn(target, ownOrigin));
}

/** What a resolver answers may be made up: for IPv4 hosts in a network of IPv6 only, or by a proxy of this machine for all names. */
const standIns = new BlockList();
standIns.addSubnet('198.18.0.0', 15, 'ipv4');

const NAT64_PREFIX = /^64:ff9b::([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** Tells whether an address that a public name resolved to is private. */
export function isPrivateAnswer(address: string): boolean {
  const [, high, low] = NAT64_PREFIX.exec(address.toLowerCase()) ?? [];
  if (high !== undefined && low !== undefined) {
    const bits = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff]);
    return isPrivateAnswer(bits.join('.'));
  }
  return !(isIPv4(address) && standIns.check(address, 'ipv4')) && isPrivateHost(address);
}
