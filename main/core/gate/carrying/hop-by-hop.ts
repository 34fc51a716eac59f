import type { DistinctHeaders } from '../entering/checks.ts';

/** Headers that speak about one connection (RFC 9110, 7.6.1) and therefore stay on their side of the gate. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers that may cross, as name and values. */
export function endToEndHeaders(headers: DistinctHeaders): [name: string, values: readonly string[]][] {
  const named = (headers.connection ?? [])
    .flatMap((value) => value.split(','))
    .map((name) => name.trim().toLowerCase())
    // The length of a body is no matter of one connection: without it, the body would pass for a request of its own.
    .filter((name) => name !== 'content-length');
  return Object.entries(headers).flatMap(([name, values]) =>
    values === undefined || hopByHop.has(name) || named.includes(name) ? [] : [[name, values]],
  );
}
