import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { FastifyInstance } from 'fastify';

const maxAttempts = 10;
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);

/** The same app on the other loopback address; null when this machine has no `::1`, throws when the port is taken there. */
async function serveOnSix(app: FastifyInstance, port: number): Promise<Server | null> {
  const server = createServer((request, response) => app.routing(request, response));
  server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
  server.listen({ host: '::1', port });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT') return null;
    throw error;
  }
}

/** The port, or with 0 any, when it is free on both loopback addresses. */
async function portOnBoth(wanted: number): Promise<number | null> {
  const probe = createServer().listen({ host: '127.0.0.1', port: wanted });
  const isMine = await once(probe, 'listening').then(
    () => true,
    () => false,
  );
  if (!isMine) return null;
  const address = probe.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const other = createServer().listen({ host: '::1', port });
  const isFree = await once(other, 'listening').then(
    () => true,
    (error: unknown) => codeOf(error) !== 'EADDRINUSE',
  );
  const closed = [probe, other].filter((server) => server.listening).map((server) => once(server.close(), 'close'));
  await Promise.all(closed);
  return isFree ? port : null;
}

/** The usual port where it is free, else another one. */
async function freePort(usual: number): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const port = await portOnBoth(attempt === 0 ? usual : 0);
    if (port !== null) return port;
  }
  throw new Error(`No loopback port could be had in ${maxAttempts} attempts.`);
}

/**
 * Listens on both loopback addresses, or not at all: browsers try `::1` before `127.0.0.1` for names under localhost, and
 * another user of this machine listening there would be handed the token. With the port 0 it is `usualPort` (0: any) where
 * that is free, else another one. Returns the port and the second server's end.
 */
export async function listenOnLoopback(
  app: FastifyInstance,
  wantedPort: number,
  usualPort: number,
): Promise<{ readonly port: number; close(): void }> {
  const port = wantedPort === 0 ? await freePort(usualPort) : wantedPort;
  await app.listen({ host: '127.0.0.1', port });
  try {
    const six = await serveOnSix(app, port);
    return {
      port,
      close: () => {
        six?.close();
        six?.closeAllConnections();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}
