import type { OutgoingHttpHeaders } from 'node:http';
import type { DistinctHeaders } from '../entering/checks.ts';

/** Workers that belong to no frame: they outlive the pages that made them, and their WebSockets are nobody's to ask about. */
const framelessWorkers = new Set(['serviceworker', 'sharedworker']);

/**
 * A page on loopback may connect to whatever is on this machine and its network, and the desktop, which refuses that to
 * pages, hears nothing of a WebSocket that a frameless worker opens. So such a worker gets WebSockets of its own origin
 * only; other requests of it are heard of.
 */
const WORKER_POLICY = "connect-src 'self' http: https: data: blob:";

/** Adds what holds for a script that a frameless worker begins with; any other answer stays as it is. */
export function limitWorker(headers: OutgoingHttpHeaders, request: DistinctHeaders): OutgoingHttpHeaders {
  const destinations = request['sec-fetch-dest'] ?? [];
  if (!destinations.some((destination) => framelessWorkers.has(destination))) return headers;
  const given: string | string[] = headers['content-security-policy'] ?? [];
  // Node's own types know of one policy only; it writes several, each in a line of its own.
  const policies: Record<string, string[]> = { 'content-security-policy': [given, WORKER_POLICY].flat() };
  return { ...headers, ...policies };
}
