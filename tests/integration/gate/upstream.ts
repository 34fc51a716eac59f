import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

/** A real HTTP and WebSocket server that stands where an instance stands, and counts what reaches it. */
export interface Upstream {
  readonly port: number;
  /** `METHOD url` of every request and upgrade that reached it. */
  readonly reached: string[];
  /** Headers of the last request or upgrade. */
  lastHeaders(): IncomingMessage['headers'];
  /** Connections that are open right now. */
  openCount(): number;
}

/** What `/download` answers with. */
export const downloadBytes = randomBytes(8 * 1024 * 1024);
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const page = (name: string) => `<!doctype html><title>${name}</title><script src="small/script.js"></script>
<h1>${name}</h1><iframe src="inner"></iframe>`;

async function hashBody(request: IncomingMessage): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of request) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** One upstream; its routes are below the prefix `/vscode/<instance>/`, as nginx would serve them. */
export async function startUpstream(name: string): Promise<Upstream> {
  const reached: string[] = [];
  const open = new Set<Socket>();
  let lastHeaders: IncomingMessage['headers'] = {};
  const prefix = `/vscode/${name}/`;

  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '': (_request, response) => {
      response.setHeader('set-cookie', ['upstream=leak', 'code-server-session=leak']);
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('x-frame-options', 'DENY');
      response.writeHead(200, { 'content-type': 'text/html' }).end(page(name));
    },
    inner: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>inner</p>');
    },
    download: (_request, response) => {
      response.writeHead(200, { 'content-length': downloadBytes.length }).end(downloadBytes);
    },
    upload: (request, response) => {
      hashBody(request).then(
        (hash) => response.end(hash),
        () => response.destroy(),
      );
    },
    // Never ends by itself: what a long poll or a log stream looks like.
    endless: (_request, response) => {
      response.writeHead(200).write('first');
    },
    broken: (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('only a part', () => response.destroy());
    },
    // Answers at once and, as a polite server does, goes on reading what is still being sent.
    early: (request, response) => {
      response.writeHead(413, { 'content-length': 9 }).write('too large');
      request.on('end', () => response.end()).resume();
    },
  };

  const server = createServer((request, response) => {
    reached.push(`${request.method ?? ''} ${request.url ?? ''}`);
    lastHeaders = request.headers;
    const path = (request.url ?? '').split('?')[0]?.slice(prefix.length) ?? '';
    const route = routes[path];
    if (route !== undefined) route(request, response);
    else response.end(`${name}:${path}`);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });

  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket: Socket, head) => {
    reached.push(`UPGRADE ${request.url ?? ''}`);
    lastHeaders = request.headers;
    if (request.url?.endsWith('/raw')) {
      // Speaks first, in the same packet as its head, then echoes; says goodbye after the other side's end.
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello ');
      socket.on('data', (data) => socket.write(data));
      socket.on('end', () => socket.end('goodbye'));
    } else if (request.url?.endsWith('/refused')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nSet-Cookie: a=leak\r\nContent-Length: 2\r\n\r\nno');
    } else {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('message', (data, isBinary) => webSocket.send(data, { binary: isBinary }));
      });
    }
  });

  server.listen({ port: 0, host: '127.0.0.1', backlog: 512 });
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const client of sockets.clients) client.terminate();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    for (const socket of open) socket.destroy();
    await closed;
  });
  return {
    port: (server.address() as AddressInfo).port,
    reached,
    lastHeaders: () => lastHeaders,
    openCount: () => open.size,
  };
}
