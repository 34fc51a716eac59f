import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import staticFiles from '@fastify/static';
import webSocket from '@fastify/websocket';
import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import type { Logger } from 'pino';
import { appContract } from '../contract/contract.ts';
import type { Core } from '../core/core.ts';
import type { Clock } from '../core/ports.ts';
import { serve } from '../transport/serve.ts';
import { MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, webSocketChannel } from '../transport/web-socket.ts';
import { Access } from './access.ts';
import { pageName } from './check-request.ts';
import { guardRequests } from './guard-requests.ts';
import { keepAlive } from './keep-alive.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { noUpdateHandlers } from './no-updates.ts';
import type { PagePort } from './page-port.ts';
import { securityHeaders } from './security-headers.ts';
import { shellHandlers } from './shell-handlers.ts';
import { webUpkeepHandlers } from './upkeep-handlers.ts';

export interface ServeWebOptions {
  readonly core: Core;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Folder of Berth's own files. */
  readonly dataDirectory: string;
  /** Folder of the built page. */
  readonly rendererDirectory: string;
  /** 0: the one of the last run where it is free, else another one. */
  readonly port: number;
  readonly pagePort: PagePort;
  readonly version: string;
}

/** The page and its WebSocket on this machine's loopback. */
export interface WebServer {
  /** `http://berth.localhost:<port>`. */
  readonly origin: string;
  /** A fresh address that opens the page once; by number, since not every program knows names under localhost. */
  issueUrl(): string;
  /** Closes the port and every connection; the core is left alone. */
  close(): Promise<void>;
}

/** Ends open sockets at once: a page that sleeps would hold up the end for as long as it does not answer. */
function dropSockets(this: FastifyInstance, done: () => void): void {
  for (const socket of this.websocketServer.clients) socket.terminate();
  this.websocketServer.close();
  done();
}

function serveApi(app: FastifyInstance, { core, clock, logger, dataDirectory, version }: ServeWebOptions): void {
  const upkeep = webUpkeepHandlers({ core, dataDirectory, clock, logger });
  const handlers = { ...core.handlers, ...shellHandlers(version), upkeep, updates: noUpdateHandlers(version) };
  app.get('/api', { websocket: true }, (socket) => {
    keepAlive(socket, clock);
    serve(appContract, handlers, webSocketChannel(socket, { maxSendBytes: MAX_ANSWER_BYTES }), {
      onBug: ({ error, ...report }) => logger.error({ error, ...report }, 'a call failed unexpectedly'),
    });
  });
}

function answerErrors(app: FastifyInstance, logger: Logger): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain').send('Not found.\n'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.code(statusCode).type('text/plain').send('Not possible.\n');
    logger.error({ error, method: request.method }, 'a web request failed');
    return reply.code(500).type('text/plain').send('Something went wrong inside Berth; the log says more.\n');
  });
}

/** Serves the page to whoever comes with an issued address, on this machine's loopback only. */
export async function serveWeb(options: ServeWebOptions): Promise<WebServer> {
  const { core, logger, rendererDirectory, pagePort } = options;
  const access = new Access();
  const app = fastify({ forceCloseConnections: true });
  await app.register(helmet, securityHeaders());
  await app.register(cookie);
  await app.register(webSocket, {
    options: { maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      logger.warn({ error }, 'a WebSocket broke');
      socket.terminate();
    },
    preClose: dropSockets,
  });
  guardRequests(app, access, logger);
  answerErrors(app, logger);
  serveApi(app, options);
  await app.register(staticFiles, { root: rendererDirectory, index: ['index.html'], redirect: false });

  const { port, close: closeOther } = await listenOnLoopback(app, options.port, await pagePort.last());
  if (options.port === 0) await pagePort.keep(port);
  const origin = `http://${pageName}:${port}`;
  core.gate.setFrameAncestor(origin);
  return {
    origin,
    issueUrl: () => `http://127.0.0.1:${port}/?token=${access.issueEntryToken()}`,
    close: async () => {
      closeOther();
      await app.close();
    },
  };
}
