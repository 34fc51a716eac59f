import { type ClientRequest, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Logger } from 'pino';
import type { Clock } from '../../ports.ts';
import type { Departures } from '../telling/departures.ts';
import type { Carrier } from './carrier.ts';
import { closeChannel } from './channel-socket.ts';
import { openChannel } from './open-channel.ts';
import { plainRequest } from './request-headers.ts';
import { limitWorker } from './worker-policy.ts';

/** One request on its way to what the gate carries. */
export interface Forwarding {
  readonly request: IncomingMessage;
  readonly carrier: Carrier;
  /** Address as the far end understands it. */
  readonly path: string;
  /** Origin of the page that may frame the answer, or null. */
  readonly frameAncestor: string | null;
  readonly signal: AbortSignal;
  /** Says how to hang up politely, where cutting the connection is not. */
  readonly closeBy: (close: () => void) => void;
  /** Who of the connections to the same far end went away for good. */
  readonly departures: Departures;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How a request was forwarded; all but `answered` and `gone` leave the answer to the caller. */
export type ForwardOutcome = 'answered' | 'link-down' | 'refused' | 'forbidden' | 'gone';

/** A request without a body that changes nothing may be sent twice. */
const mayBeRepeated = (request: IncomingMessage) =>
  ['GET', 'HEAD'].includes(request.method ?? '') &&
  request.headers['content-length'] === undefined &&
  request.headers['transfer-encoding'] === undefined;

/**
 * Whether the first line of an answer is one that a browser may be told. A far end may write what it likes there, and
 * node:http, which reads any three digits and any bytes, throws when it is to write them.
 */
function isTellable({ statusCode = 0, statusMessage = '' }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode <= 999 && /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage);
}

function answer(
  upstream: IncomingMessage,
  response: ServerResponse,
  channel: Duplex,
  { request, carrier, frameAncestor }: Forwarding,
): void {
  const answered = carrier.responseHeaders(upstream.headersDistinct, frameAncestor);
  const headers = limitWorker(answered, request.headersDistinct);
  response.writeHead(upstream.statusCode ?? 502, upstream.statusMessage, headers);
  // An answer that breaks off breaks off here too; the browser must not take it for a whole one.
  pipeline(upstream, response, () => closeChannel(channel));
}

function start({ request, carrier, path }: Forwarding, channel: Duplex): ClientRequest {
  return sendRequest({
    createConnection: () => channel,
    method: request.method ?? 'GET',
    path,
    headers: plainRequest(request.headersDistinct, carrier.requestHeaders(request.headersDistinct)),
  });
}

/** Sends the request over one channel of its own: code-server closes idle connections, so none is used twice. */
async function attempt(forwarding: Forwarding, response: ServerResponse, isFresh: boolean): Promise<ForwardOutcome> {
  const { request, signal, logger } = forwarding;
  const opened = await openChannel(forwarding.carrier.source(), isFresh, signal, logger);
  if (opened.kind !== 'open') return opened.kind;

  const { channel } = opened;
  return new Promise((resolve) => {
    const upstreamRequest = start(forwarding, channel);
    const end = (outcome: 'gone' | 'refused') => {
      signal.removeEventListener('abort', giveUp);
      request.unpipe(upstreamRequest);
      upstreamRequest.destroy();
      closeChannel(channel);
      resolve(outcome);
    };
    const giveUp = () => end('gone');
    signal.addEventListener('abort', giveUp, { once: true });
    upstreamRequest.on('response', (upstream) => {
      if (!isTellable(upstream)) return end('refused');
      answer(upstream, response, channel, forwarding);
      resolve('answered');
    });
    // Nobody asked for another protocol; unheard, such an answer would end without a word and be waited for.
    upstreamRequest.on('upgrade', () => end('refused'));
    // After the answer began, this is how a refused rest of an upload shows; the answer itself is watched by its pipeline.
    upstreamRequest.on('error', (error) => {
      logger.debug({ err: error }, 'a forwarded request failed');
      signal.removeEventListener('abort', giveUp);
      request.unpipe(upstreamRequest);
      closeChannel(channel);
      resolve(signal.aborted ? 'gone' : 'refused');
    });
    request.pipe(upstreamRequest);
  });
}

/**
 * Forwards a request and its answer. A repeatable request whose channel failed before an answer is tried once more, and so may
 * begin with a channel that was opened earlier; the last try of each request has one of its own.
 */
export async function forwardRequest(forwarding: Forwarding, response: ServerResponse): Promise<ForwardOutcome> {
  const isRepeatable = mayBeRepeated(forwarding.request);
  const outcome = await attempt(forwarding, response, !isRepeatable);
  return outcome === 'refused' && isRepeatable ? attempt(forwarding, response, true) : outcome;
}
