import type { OutgoingHttpHeaders } from 'node:http';
import type { DistinctHeaders } from '../entering/checks.ts';
import type { GateTarget } from '../gate.ts';
import { endToEndHeaders } from './hop-by-hop.ts';

/** Servers believe these before `Host`; a page has no say in them. Many servers take `_` in a name for `-`. */
function isProxyClaim(name: string): boolean {
  const plain = name.replaceAll('_', '-');
  return plain === 'forwarded' || plain === 'x-real-ip' || plain.startsWith('x-forwarded-');
}

/** What a browser's request says to the far end itself; whether a body is wanted is settled between browser and gate. */
export function toldHeaders(headers: DistinctHeaders): OutgoingHttpHeaders {
  const result: OutgoingHttpHeaders = {};
  for (const [name, values] of endToEndHeaders(headers)) {
    if (!isProxyClaim(name) && name !== 'expect') result[name] = [...values];
  }
  return result;
}

/** What the instance is told: the browser's headers, with the instance's cookie in the place of all others. `Host` stays as it is, because code-server compares it with `Origin`. */
export function requestHeaders(headers: DistinctHeaders, target: GateTarget): OutgoingHttpHeaders {
  const result = toldHeaders(headers);
  result.host = headers.host?.[0] ?? '';
  // Only this one: any page below berth.localhost can set cookies for all of them, and they are none of this host's business.
  result.cookie = `${target.instanceCookie.name}=${target.instanceCookie.value}`;
  return result;
}

/** Headers for an ordinary request: one channel carries one request, and a body of unknown length stays chunked. */
export function plainRequest(headers: DistinctHeaders, told: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const isChunked = headers['transfer-encoding'] !== undefined;
  return { ...told, connection: 'close', ...(isChunked ? { 'transfer-encoding': 'chunked' } : {}) };
}

/** Headers for a WebSocket upgrade. */
export function upgradeRequest(told: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return { ...told, connection: 'Upgrade', upgrade: 'websocket' };
}
