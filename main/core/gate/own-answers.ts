import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isDocumentRequest } from './checks.ts';
import type { GateTarget, RestingState } from './gate.ts';
import { forbiddenPage, type GatePage, restingPage, silentPage, waitingPage } from './pages.ts';

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

/** Why an instance cannot answer. */
type Obstacle = 'link-down' | 'refused' | 'forbidden' | RestingState;

function pageOf({ profileId, instanceId }: GateTarget, reason: Obstacle, frameAncestor: string | null): GatePage {
  if (reason === 'link-down') return waitingPage(profileId, frameAncestor);
  if (reason === 'refused') return silentPage(instanceId, frameAncestor);
  if (reason === 'forbidden') return forbiddenPage(profileId, frameAncestor);
  return restingPage(instanceId, reason, frameAncestor);
}

/** Answers for an instance that cannot: a calm page where a page is shown, else a status. */
export function answerUnavailable(
  request: IncomingMessage,
  response: ServerResponse,
  target: GateTarget,
  reason: Obstacle,
  frameAncestor: string | null,
): void {
  const status = reason === 'refused' || reason === 'forbidden' ? 502 : 503;
  // Part of an upload may still be on its way; it is not read.
  const headers = { 'retry-after': String(retryAfterSeconds), ...(request.complete ? {} : { connection: 'close' }) };
  if (!isDocumentRequest(request.headersDistinct)) {
    answerStatus(response, status, headers);
    return;
  }
  answerPage(response, status, pageOf(target, reason, frameAncestor), headers);
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
