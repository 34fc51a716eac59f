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

/** A port of this machine's two loopback addresses that leads to a port of a host. */
export interface LocalListener {
  readonly port: number;
  /** Gives the port back and cuts what runs through it. */
  close(): Promise<void>;
}

/**
 * Listens on both loopback addresses; null when another program has the port on either, or this user may not use it. Most
 * programs try `::1` first when they are told `localhost`: were it left to others, another user of this machine could
 * listen there and be handed what is meant for the host.
 */
export async function listenLocally(port: number, farEnd: FarEnd): Promise<LocalListener | null> {
  const sockets = new Set<Socket>();
  const makeServer = () =>
    createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
      if (sockets.size >= maxConnections) return void socket.resetAndDestroy();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      socket.on('error', (error) => farEnd.logger.debug({ err: error }, 'a forwarded connection broke'));
      void lead(socket, farEnd);
    });
  const servers = await listenOnBoth(makeServer, port);
  const first = servers[0];
  if (first === undefined) return null;
  const localPort = portOf(first);
  for (const server of servers)
    server.on('error', (error) => farEnd.logger.error({ err: error, localPort }, 'a forwarded port had an error'));
  return {
    port: localPort,
    async close() {
      const closed = servers.map(closeServer);
      for (const socket of sockets) socket.resetAndDestroy();
      await Promise.all(closed);
    },
  };
}

/** The servers that listen, one per loopback address of this machine; none when the port cannot be had on each. */
async function listenOnBoth(makeServer: () => Server, port: number): Promise<readonly Server[]> {
  const first = makeServer();
  if ((await listenAt(first, '127.0.0.1', port)) !== 'listens') return [];
  const second = makeServer();
  const outcome = await listenAt(second, '::1', portOf(first)).catch((error: unknown) => {
    first.close();
    throw error;
  });
  if (outcome === 'listens') return [first, second];
  if (outcome === 'no-address') return [first];
  // Gives the port back at once; who has connected already is not waited for.
  first.close();
  return [];
}

const outcomes: Readonly<Record<string, 'taken' | 'no-address'>> = {
  EADDRINUSE: 'taken',
  EACCES: 'taken',
  EADDRNOTAVAIL: 'no-address',
  EAFNOSUPPORT: 'no-address',
};

async function listenAt(server: Server, host: string, port: number): Promise<'listens' | 'taken' | 'no-address'> {
  server.listen({ host, port, exclusive: true });
  try {
    await once(server, 'listening');
    return 'listens';
  } catch (error) {
    const outcome = outcomes[error instanceof Error && 'code' in error ? String(error.code) : ''];
    if (outcome === undefined) throw error;
    return outcome;
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
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
    const servers = await listenOnBoth(createServer, candidate);
    for (const server of servers) server.close();
    if (servers.length > 0) return candidate;
  }
  return null;
}
