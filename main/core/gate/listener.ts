import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';

/** What the gate does with what comes in. */
export interface ListenerHandlers {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** An open gate. */
export interface Listener {
  readonly port: number;
  /** Closes the port and every connection that came through it and is not upgraded. */
  close(): Promise<void>;
}

/** A page with many small files opens many connections at once; a short queue costs a whole second for each it drops. */
const backlog = 512;
const maxHeaderBytes = 32 * 1024;
const headersTimeoutMs = 10_000;
/** Longer than a browser usually keeps an idle connection, so that it is the browser who closes. */
const keepAliveTimeoutMs = 65_000;
const maxAttempts = 16;

const errorCode = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);
const isPortRefused = (error: unknown) => ['EADDRINUSE', 'EACCES'].includes(String(errorCode(error)));
const isAddressMissing = (error: unknown) => ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(String(errorCode(error)));

async function listenOn(host: string, port: number, handlers: ListenerHandlers): Promise<Server> {
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    // Uploads may take as long as they take; the header's time is limited above.
    requestTimeout: 0,
    noDelay: true,
  });
  server.on('request', handlers.onRequest);
  // Answering 100 is up to the handler: nobody is asked for a body before the checks.
  server.on('checkContinue', handlers.onRequest);
  server.on('upgrade', handlers.onUpgrade);
  server.listen({ host, port, backlog, exclusive: true });
  await once(server, 'listening');
  return server;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}

/** Listens on one port of both loopback addresses; null when another program has it. */
async function listenOnBoth(port: number, handlers: ListenerHandlers): Promise<Server[] | null> {
  const servers: Server[] = [];
  for (const host of ['127.0.0.1', '::1']) {
    try {
      servers.push(await listenOn(host, servers[0] === undefined ? port : portOf(servers[0]), handlers));
    } catch (error) {
      if (host === '::1' && isAddressMissing(error)) continue;
      await Promise.all(servers.map(closeServer));
      if (isPortRefused(error)) return null;
      throw error;
    }
  }
  return servers;
}

/**
 * Opens the gate on loopback, on the port of last time if it is free. Browsers try `::1` before `127.0.0.1` for names
 * under localhost (seen in Chromium 156): were it left to others, another user of this machine could listen there and
 * be handed the secret cookie. So both addresses are taken, or the port is not used.
 */
export async function openListener(
  preferredPort: number | null,
  handlers: ListenerHandlers,
  logger: Logger,
): Promise<Listener> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const isPreferred = attempt === 0 && preferredPort !== null;
    const servers = await listenOnBoth(isPreferred ? preferredPort : 0, handlers);
    const first = servers?.[0];
    if (servers === null || first === undefined) continue;

    const port = portOf(first);
    if (preferredPort !== null && port !== preferredPort) {
      logger.warn({ preferredPort, port }, 'the port of the gate is taken; editor tabs get new origins');
    }
    for (const server of servers) server.on('error', (error) => logger.error({ err: error }, 'the gate had an error'));
    return { port, close: async () => void (await Promise.all(servers.map(closeServer))) };
  }
  throw new Error(`No loopback port could be had in ${String(maxAttempts)} attempts`);
}
