import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { appContract } from '../../../main/contract/contract.ts';
import { serve } from '../../../main/transport/serve.ts';
import { MAX_ANSWER_BYTES, MAX_REQUEST_BYTES, webSocketChannel } from '../../../main/transport/web-socket.ts';
import { createFakeCore, type FakeCore, type FakeCoreOptions } from './fake-core.ts';

/** The built page on a real WebSocket, with a fake core behind it. */
export interface FakeShell {
  readonly url: string;
  readonly core: FakeCore;
  /** Errors that `serve` reported: answers of the fake that break the contract. */
  readonly bugs: unknown[];
  /** Drops every WebSocket, as a program that ends would. */
  dropSockets(): void;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The page's policy as both shells send it; frames may come from the fake editors' origin. */
const policy = (editorOrigin: string, port: number) =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${port}; frame-src ${editorOrigin}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;

const editorPage = (id: string) =>
  `<!doctype html><meta charset="utf-8"><title>${id}</title><body style="margin:0;background:#1f1f1f;color:#ccc;font:13px monospace"><p style="padding:12px">editor of ${id}</p><input aria-label="terminal" value=""><script>window.loadedAt=performance.timeOrigin</script>`;

/** Serves `out/renderer` and the fake on two ports of the loopback. */
export async function startFakeShell(pageDirectory: string, options: FakeCoreOptions = {}): Promise<FakeShell> {
  const editors = createServer((request, response) => {
    const id = (request.url ?? '').split('/').pop() ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8').end(editorPage(id.replaceAll(/[^a-z0-9-]/g, '')));
  });
  const editorOrigin = `http://localhost:${await listen(editors)}`;
  const core = createFakeCore({ entryUrl: (id) => `${editorOrigin}/${id}`, ...options });
  const bugs: unknown[] = [];

  const answerPage = async (request: IncomingMessage, response: ServerResponse) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    const file = path === '/' ? '/index.html' : path;
    const { port } = pages.address() as AddressInfo;
    try {
      const content = await readFile(join(pageDirectory, file));
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.setHeader('content-security-policy', policy(editorOrigin, port));
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  };
  const pages = createServer((request, response) => void answerPage(request, response));
  const sockets = new WebSocketServer({ server: pages, path: '/api', maxPayload: MAX_REQUEST_BYTES });
  sockets.on('connection', (socket) => {
    const channel = webSocketChannel(socket, { maxSendBytes: MAX_ANSWER_BYTES });
    serve(appContract, core.handlers, channel, { onBug: (bug) => bugs.push(bug) });
  });
  const url = `http://127.0.0.1:${await listen(pages)}/`;
  return {
    url,
    core,
    bugs,
    dropSockets() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all([end(pages), end(editors)]);
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function end(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
