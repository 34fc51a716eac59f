import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { joinStreams } from './join-streams.ts';

/** So many connections run through one forward; further ones are cut, as a full server would. */
const maxConnections = 256;
/** Ports above the wanted one that are tried for a free one. */
const nearbyPorts = 40;

/** What a local port leads to. */
export interface FarEnd {
  /** Opens a connection to it, or rejects. May take as long as the link is away. */
  open(signal: AbortSignal): Promise<Duplex>;
  /** Whether the link is up. */
  readonly isUp: () => boolean;
  readonly logger: Logger;
}

/** A port of this machine's loopback that leads to a port of a host. */
export interface LocalListener {
  readonly port: number;
  /** Gives the port back and cuts what runs through it. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; null when another program has the port, or this user may not use it. */
export async function listenLocally(port: number, farEnd: FarEnd): Promise<LocalListener | null> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', (error) => farEnd.logger.debug({ err: error }, 'a forwarded connection broke'));
    void lead(socket, farEnd);
  });
  server.maxConnections = maxConnections;
  if (!(await isListening(server, port))) return null;
  const address = server.address();
  const localPort = typeof address === 'object' && address !== null ? address.port : port;
  server.on('error', (error) => farEnd.logger.error({ err: error, localPort }, 'a forwarded port had an error'));
  return {
    port: localPort,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}

async function isListening(server: Server, port: number): Promise<boolean> {
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw error;
  }
}

/** Leads one connection to the far end; who comes while the link is away waits for it. */
async function lead(socket: Socket, farEnd: FarEnd): Promise<void> {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  try {
    const channel = await farEnd.open(gone.signal);
    if (socket.destroyed) channel.destroy();
    else joinStreams(socket, channel, farEnd.isUp);
  } catch (error) {
    farEnd.logger.debug({ err: error }, 'a forwarded connection reached nobody');
    socket.resetAndDestroy();
  }
}

/** A port near this one that is free right now; null when none of those that were tried is. */
export async function freePortNear(port: number): Promise<number | null> {
  for (let candidate = Math.max(port + 1, 1024); candidate <= Math.min(port + nearbyPorts, 65_535); candidate += 1) {
    const server = createServer();
    if (!(await isListening(server, candidate))) continue;
    const closed = once(server, 'close');
    server.close();
    await closed;
    return candidate;
  }
  return null;
}
