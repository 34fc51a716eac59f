import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Carrier, Obstacle } from '../carrying/carrier.ts';
import { isDocumentRequest } from '../entering/checks.ts';
import type { GatePage } from './pages.ts';

/** Seconds after which a client may ask again. */
const retryAfterSeconds = 2;

/** Answers with a status and no detail. */
export function answerStatus(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { 'cache-control': 'no-store', 'content-length': 0, ...headers });
  response.end();
}

/** Answers 403 and hangs up: whatever else the client sends is not read. */
export function answerForbidden(response: ServerResponse): void {
  answerStatus(response, 403, { connection: 'close' });
}

/** Answers with one of the gate's own pages. */
export function answerPage(
  response: ServerResponse,
  status: number,
  page: GatePage,
  headers: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { ...page.headers, 'content-length': Buffer.byteLength(page.body), ...headers });
  response.end(page.body);
}

/** Answers for a far end that cannot: a calm page where a page is shown, else a status. */
export function answerUnavailable(
  request: IncomingMessage,
  response: ServerResponse,
  carrier: Carrier,
  reason: Obstacle,
  frameAncestor: string | null,
): void {
  const status = ['refused', 'forbidden', 'encrypted'].includes(reason) ? 502 : 503;
  // Part of an upload may still be on its way; it is not read.
  const headers = { 'retry-after': String(retryAfterSeconds), ...(request.complete ? {} : { connection: 'close' }) };
  if (!isDocumentRequest(request.headersDistinct)) {
    answerStatus(response, status, headers);
    return;
  }
  answerPage(response, status, carrier.obstaclePage(reason, frameAncestor), headers);
}

const reasons = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
} as const;

/** Answers an upgrade with a status and no detail, and hangs up. */
export function refuseUpgrade(socket: Duplex, status: keyof typeof reasons): void {
  const retry = status === 503 ? `Retry-After: ${String(retryAfterSeconds)}\r\n` : '';
  socket.end(
    `HTTP/1.1 ${String(status)} ${reasons[status]}\r\n${retry}Content-Length: 0\r\nConnection: close\r\n\r\n`,
    () => socket.destroy(),
  );
}
