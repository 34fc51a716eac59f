import type { CDPSession } from '@playwright/test';
import { toElectron } from './addresses.ts';
import type { Session } from './session.ts';
import { askedSocket } from './socket-guard.ts';

/** One request as the debugging protocol pauses it. */
export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: { readonly url: string; readonly method: string };
}

/** Decides over every request of one page the way Electron's network layer does. */
export class Interception {
  readonly #cdp: CDPSession;
  readonly #session: Session;
  /** True when a navigation may go on; it has emitted the events of Electron. */
  readonly #mayNavigate: (paused: PausedRequest) => boolean;

  constructor(cdp: CDPSession, session: Session, mayNavigate: (paused: PausedRequest) => boolean) {
    this.#cdp = cdp;
    this.#session = session;
    this.#mayNavigate = mayNavigate;
  }

  async start(): Promise<void> {
    this.#cdp.on('Fetch.requestPaused', (paused: PausedRequest) => {
      // The page may be gone before the answer; then there is nobody to answer.
      this.#answer(paused).catch(() => undefined);
    });
    await this.#cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  }

  async #answer(paused: PausedRequest): Promise<void> {
    const { requestId, resourceType, request } = paused;
    const url = toElectron(request.url);
    const socket = askedSocket(request.url);
    if (resourceType === 'Document' && !this.#mayNavigate(paused)) {
      await this.#cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    } else if (await this.#session.isCancelled(socket ?? request.url)) {
      await this.#cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    } else if (socket !== null) {
      await this.#cdp.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
    } else if (url.startsWith('app:')) {
      await this.#answerScheme(requestId, url, request.method);
    } else {
      await this.#cdp.send('Fetch.continueRequest', { requestId });
    }
  }

  async #answerScheme(requestId: string, url: string, method: string): Promise<void> {
    const handler = this.#session.schemes.get('app');
    if (handler === undefined) {
      await this.#cdp.send('Fetch.failRequest', { requestId, errorReason: 'AddressUnreachable' });
      return;
    }
    const response = await handler(new Request(url, { method }));
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
    await this.#cdp.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body });
  }
}
