import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Clock } from '../ports.ts';
import { type Forwarding, forwardRequest } from './carrying/forward-request.ts';
import { forwardUpgrade } from './carrying/forward-upgrade.ts';
import { type Admission, entryAddressPath } from './entering/admission.ts';
import { type DistinctHeaders, entryRefusalOf, hostOf, type Refusal, refusalOf } from './entering/checks.ts';
import { gateSetCookieHeader } from './entering/cookies.ts';
import type { ListenerHandlers } from './listener.ts';
import { answerForbidden, answerPage, answerStatus, answerUnavailable, refuseUpgrade } from './telling/own-answers.ts';
import { entryPage } from './telling/pages.ts';

/** What the door asks of the gate. */
export interface FrontDoorSetting {
  /** The admission of this exact `Host`. */
  findByHost(host: string): Admission | null;
  frameAncestor(): string | null;
  countRefusal(refusal: Refusal): void;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Check = (headers: DistinctHeaders, admission: Admission) => Refusal | null;

/** Checks everything that comes to the gate and sends on what may pass. */
export function createFrontDoor(setting: FrontDoorSetting): ListenerHandlers {
  /** The admission that a request belongs to; null, and counted, when a check fails. */
  function admit(headers: DistinctHeaders, check: Check): Admission | null {
    const admission = setting.findByHost(hostOf(headers) ?? '');
    const refusal = admission === null ? 'host' : check(headers, admission);
    if (refusal === null) return admission;
    setting.countRefusal(refusal);
    return null;
  }

  /** What all that runs through an admission has in common: it ends with the browser's side, and on revocation. */
  function forwardingOf(
    request: IncomingMessage,
    side: Duplex | ServerResponse,
    admission: Admission,
    path: string,
  ): Forwarding {
    const controller = new AbortController();
    let close: () => void = () => side.destroy();
    const end = () => close();
    admission.running.add(end);
    side.once('close', () => {
      admission.running.delete(end);
      controller.abort();
    });
    return {
      request,
      carrier: admission.carrier,
      path,
      frameAncestor: setting.frameAncestor(),
      signal: controller.signal,
      closeBy: (politely) => {
        close = politely;
      },
      departures: admission.departures,
      clock: setting.clock,
      logger: setting.logger,
    };
  }

  /** Answers an entry address: the ticket stands in for the cookie. */
  function enter(request: IncomingMessage, response: ServerResponse, query: string): void {
    const ticket = new URLSearchParams(query).get('ticket') ?? '';
    const admission = admit(request.headersDistinct, (headers, { host, tickets }) => {
      const refusal = request.method === 'GET' ? entryRefusalOf(headers, host) : 'fetch-site';
      return refusal ?? (tickets.redeem(ticket) ? null : 'cookie');
    });
    if (admission === null) answerForbidden(response);
    else {
      const page = entryPage(admission.entry.path, admission.carrier.openingWords, setting.frameAncestor());
      answerPage(response, 200, page, { 'set-cookie': gateSetCookieHeader(admission.cookieValue) });
    }
  }

  async function pass(request: IncomingMessage, response: ServerResponse, admission: Admission): Promise<void> {
    const { carrier, resting } = admission;
    if (resting !== null) return answerUnavailable(request, response, carrier, resting, setting.frameAncestor());
    const isPageRequest = request.method === 'GET' || request.method === 'HEAD';
    const route = carrier.routeOf(request.url ?? '', isPageRequest);
    if (route.kind === 'not-found') return answerStatus(response, 404);
    if (route.kind === 'redirect') return answerStatus(response, 302, { location: route.location });

    const forwarding = forwardingOf(request, response, admission, route.path);
    if (request.headers.expect !== undefined) response.writeContinue();
    const outcome = await forwardRequest(forwarding, response);
    if (outcome === 'answered') return;
    if (outcome === 'gone') return void response.destroy();
    const obstacle = outcome === 'refused' ? await carrier.whyRefused(forwarding.signal) : outcome;
    if (!response.headersSent) answerUnavailable(request, response, carrier, obstacle, setting.frameAncestor());
  }

  async function passUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, admission: Admission) {
    const { headers, method } = request;
    const isWebSocket = method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
    // What follows the head is the WebSocket's; a far end that is told of a body would take it for that.
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (!isWebSocket || hasBody) return refuseUpgrade(socket, 400);
    if (admission.resting !== null) return refuseUpgrade(socket, 503);
    const route = admission.carrier.routeOf(request.url ?? '', false);
    if (route.kind !== 'forward') return refuseUpgrade(socket, 404);
    await forwardUpgrade(forwardingOf(request, socket, admission, route.path), socket, head);
  }

  function failed(side: Duplex | ServerResponse, error: unknown): void {
    setting.logger.error({ err: error }, 'a request could not be forwarded');
    side.destroy();
  }

  return {
    onRequest: (request, response) => {
      const [path, query = ''] = (request.url ?? '').split('?', 2);
      if (path === entryAddressPath) {
        enter(request, response, query);
        return;
      }
      const admission = admit(request.headersDistinct, refusalOf);
      if (admission === null) answerForbidden(response);
      else pass(request, response, admission).catch((error: unknown) => failed(response, error));
    },
    onUpgrade: (request, socket, head) => {
      socket.on('error', (error) => setting.logger.debug({ err: error }, 'an upgraded connection broke'));
      const admission = admit(request.headersDistinct, refusalOf);
      if (admission === null) refuseUpgrade(socket, 403);
      else passUpgrade(request, socket, head, admission).catch((error: unknown) => failed(socket, error));
    },
  };
}
