import dns from 'node:dns';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { type AddressInfo, connect, type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPrivateAnswer, isPrivateHost } from './private-addresses.ts';

/** What a way out goes by. */
export interface Surroundings {
  /** All addresses that a name leads to; rejects for one that nobody knows. */
  lookUp(hostname: string): Promise<readonly dns.LookupAddress[]>;
  /** Whether an address that a name leads to is of this machine or its network. */
  isInside(address: string): boolean;
}

const real: Surroundings = {
  lookUp: (hostname) => dns.promises.lookup(hostname, { all: true }),
  isInside: isPrivateAnswer,
};

/** A proxy on this machine's loopback that leads out of this machine and its network, and nowhere else. */
export interface WayOut {
  readonly port: number;
  close(): void;
}

/**
 * Opens it. Whatever a page does to reach the network goes through a proxy that its session has, also what no request
 * handler hears of: sockets of workers, and calls that are relayed. Here a name is looked up once, and it is that answer
 * which is judged and connected to. It does not keep the process alive.
 */
export async function openWayOut(surroundings: Surroundings = real): Promise<WayOut> {
  const lookup = publicOnly(surroundings);
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => forwardPlain(request, response, lookup));
  // A page may take its time for what it sends.
  server.requestTimeout = 0;
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    tunnel(request, socket, head, lookup);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.unref();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** As Node looks a name up before it connects; a name that leads inside, with one address only, leads nowhere. */
function publicOnly({ lookUp, isInside }: Surroundings): LookupFunction {
  return (hostname, options, tell) => {
    lookUp(hostname).then(
      (found) => {
        const [first] = found;
        if (first === undefined || found.some(({ address }) => isInside(address))) {
          tell(new Error('This name leads nowhere outside'), '', 0);
        } else if (options.all === true) tell(null, [...found]);
        else tell(null, first.address, first.family);
      },
      (error: unknown) => tell(error instanceof Error ? error : new Error(String(error)), '', 0),
    );
  };
}

/** What Chromium asks for https and for every WebSocket: a connection, of which nothing is read here. */
function tunnel(request: IncomingMessage, socket: Duplex, head: Buffer, lookup: LookupFunction): void {
  socket.on('error', () => socket.destroy());
  const target = URL.parse(`http://${request.url ?? ''}`);
  // The URL leaves out the port of its scheme.
  if (target === null || isPrivateHost(target.hostname)) {
    refuse(socket);
    return;
  }
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  const far: Socket = connect({ host, port: Number(target.port || '80'), lookup, autoSelectFamily: true });
  far.unref();
  let isOpen = false;
  far.once('connect', () => {
    isOpen = true;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    far.write(head);
    far.pipe(socket).pipe(far);
  });
  // Once it is open, all that is written is the far end's.
  far.on('error', () => (isOpen ? socket.destroy() : refuse(socket)));
  socket.once('close', () => far.destroy());
  far.once('close', () => (isOpen ? socket.destroy() : undefined));
}

const refuse = (socket: Duplex): void => {
  if (!socket.destroyed) socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
};

/** What Chromium asks for plain http: the whole request, with the whole address. */
function forwardPlain(request: IncomingMessage, response: ServerResponse, lookup: LookupFunction): void {
  const target = URL.parse(request.url ?? '');
  if (target?.protocol !== 'http:' || isPrivateHost(target.hostname)) {
    answer(response, 403);
    return;
  }
  const { 'proxy-connection': _connection, 'proxy-authorization': _authorization, ...headers } = request.headers;
  const far: ClientRequest = sendRequest({
    host: target.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(target.port || '80'),
    path: target.pathname + target.search,
    method: request.method ?? 'GET',
    headers: { ...headers, connection: 'close' },
    agent: false,
    lookup,
  });
  far.once('response', (answered) => {
    try {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
    } catch {
      // A status that Node reads, but does not write.
      answer(response, 502);
      return;
    }
    answered.pipe(response);
    answered.once('error', () => response.destroy());
  });
  const end = () => (response.headersSent ? response.destroy() : answer(response, 502));
  far.once('error', end);
  // Nobody asked for another protocol; such an answer ends without a word.
  far.once('upgrade', (_answered, socket) => socket.destroy()).once('upgrade', end);
  response.once('close', () => far.destroy());
  request.pipe(far);
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, connection: 'close' });
  response.end();
}
