import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { GateEntry } from '../../../main/core/gate/gate.ts';
import { ask, askUpgrade, cookieOf, hostOf, insideHeaders, temporaryDirectory } from '../gate/harness.ts';
import { context, type Scene, startScene } from './scene.ts';

const run = promisify(execFile);

type Route = (request: IncomingMessage, response: ServerResponse) => void;

/** A development server as picky as Vite is: it answers to its own name and origin only. */
async function startDevServer(routes: Record<string, Route> = {}) {
  const seen: IncomingMessage['headers'][] = [];
  let port = 0;
  const isOwn = ({ headers }: IncomingMessage) =>
    headers.host === `localhost:${port}` && [undefined, `http://localhost:${port}`].includes(headers.origin);
  const server = createServer((request, response) => {
    seen.push(request.headers);
    if (!isOwn(request)) response.writeHead(403).end('blocked host');
    else (routes[request.url ?? ''] ?? ((_request, answer) => answer.end('hello')))(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!isOwn(request)) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data: Buffer) => client.send(`echo ${data.toString()}`));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    server.close();
    server.closeAllConnections();
  });
  return { port, seen, sockets };
}

/** A key and a certificate that nobody signed. */
async function makeCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const directory = await temporaryDirectory();
  const [keyFile, certFile] = [join(directory, 'key'), join(directory, 'cert')];
  const subject = ['-subj', '/CN=localhost', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  await run('openssl', ['req', '-x509', '-nodes', ...subject, '-keyout', keyFile, '-out', certFile]);
  return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
}

async function forwardWeb(scene: Scene, port: number): Promise<{ readonly id: string; readonly entry: GateEntry }> {
  const request = { profile: 'vps', port, kind: 'web', address: null, localPort: null, repository: null } as const;
  const answer = await scene.forwards.handlers.open(request, context);
  if (!answer.ok) throw new Error(answer.failure.message);
  const entry = scene.gate.find('vps', `port:${port}`);
  if (entry === null) throw new Error('the gate does not know it');
  expect(answer.value.origin).toBe(entry.origin);
  return { id: answer.value.id, entry };
}

describe('a web page behind a port of a host', () => {
  it('is let in by its server, through an origin of its own, with redirects, cookies and WebSockets', async () => {
    const scene = await startScene();
    const server = await startDevServer({
      '/away': ({ headers }, response) => {
        response.writeHead(302, { location: `http://${headers.host ?? ''}/there?x=1` }).end();
      },
      '/cookies': (request, response) => {
        response.setHeader('set-cookie', ['sid=1; Domain=localhost; Path=/', 'berth-gate=evil']);
        response.end(request.headers.cookie ?? 'none');
      },
    });
    const { entry } = await forwardWeb(scene, server.port);
    expect(entry.origin).toMatch(/^http:\/\/p-[0-9a-f]{32}\.berth\.localhost:\d+$/);
    expect((await ask(entry)).body.toString()).toBe('hello');
    const away = await ask(entry, { path: '/away' });
    expect([away.status, away.headers.location]).toEqual([302, `${entry.origin}/there?x=1`]);
    const post = await ask(entry, {
      path: '/cookies',
      method: 'POST',
      headers: { ...insideHeaders(entry), origin: entry.origin, cookie: `${cookieOf(entry)}; a=b` },
      body: Buffer.from('x'),
    });
    expect([post.status, post.body.toString()]).toEqual([200, 'a=b']);
    expect(post.headers['set-cookie']).toEqual(['sid=1; Path=/']);

    const socket = new WebSocket(entry.origin.replace('http', 'ws'), {
      headers: { cookie: cookieOf(entry), host: hostOf(entry) },
      origin: entry.origin,
      lookup: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    socket.send('ping');
    expect(String((await once(socket, 'message'))[0])).toBe('echo ping');
    expect(server.seen.every(({ cookie = '' }) => !cookie.includes('berth-gate'))).toBe(true);
  });

  it('lets nobody else in: another Host, a foreign Origin, another site, no cookie, or that of another page', async () => {
    const scene = await startScene();
    const [one, two] = await Promise.all([startDevServer(), startDevServer()]);
    const { entry } = await forwardWeb(scene, one.port);
    const { entry: other } = await forwardWeb(scene, two.port);
    const inside = insideHeaders(entry);
    const port = new URL(entry.origin).port;
    const attacks: Record<string, string>[] = [
      { ...inside, host: `localhost:${port}` },
      { ...inside, host: `p-${'0'.repeat(32)}.berth.localhost:${port}` },
      { ...inside, origin: 'https://evil.example' },
      { ...inside, origin: other.origin },
      { ...inside, 'sec-fetch-site': 'cross-site' },
      { ...inside, 'sec-fetch-site': 'same-site' },
      { host: inside.host },
      { ...inside, cookie: cookieOf(other) },
    ];
    for (const headers of attacks) {
      expect((await ask(entry, { headers })).status, JSON.stringify(headers)).toBe(403);
      expect(await askUpgrade(entry, '/', headers), JSON.stringify(headers)).toBe(403);
    }
    expect([...one.seen, ...two.seen]).toEqual([]);
    expect(scene.gate.refusals()).toEqual({ host: 4, origin: 4, 'fetch-site': 4, cookie: 4 });
    expect((await ask(entry, { path: 'http://127.0.0.1:22/' })).status).toBe(404);
  });

  it('is entered by an address that works once and sets the cookie', async () => {
    const scene = await startScene();
    const { id, entry } = await forwardWeb(scene, (await startDevServer()).port);
    const entered = await scene.forwards.handlers.enter({ id }, context);
    if (!entered.ok) throw new Error(entered.failure.message);
    expect(entered.value.origin).toBe(entry.origin);
    const { pathname, search } = new URL(entered.value.entryUrl);
    const use = () => ask(entry, { path: pathname + search, headers: { host: hostOf(entry) } });
    const first = await use();
    expect([first.status, first.headers['set-cookie']]).toEqual([
      200,
      [`${cookieOf(entry)}; Path=/; Secure; HttpOnly; SameSite=Strict`],
    ]);
    expect((await use()).status).toBe(403);
  });

  it('keeps its origin and cookie over a lost link; a page waits and says for whom, a WebSocket waits too', async () => {
    const scene = await startScene();
    const server = await startDevServer();
    const { entry } = await forwardWeb(scene, server.port);
    const document = { ...insideHeaders(entry), 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-origin' };
    scene.setLink('reconnecting');
    const waiting = await ask(entry, { headers: document });
    expect([waiting.status, waiting.body.toString()]).toEqual([503, expect.stringContaining('Waiting for vps')]);
    const upgraded = askUpgrade(entry, '/', { ...insideHeaders(entry), origin: entry.origin });
    scene.setLink('connected');
    expect(await upgraded).toBe(101);
    expect((await ask(entry)).body.toString()).toBe('hello');
    expect((await scene.told())[0]).toMatchObject({ origin: entry.origin, state: 'open' });
  });

  it('says what is missing: nobody listens, or its server speaks TLS', async () => {
    const scene = await startScene();
    const pageOf = async (port: number) => {
      const { entry } = await forwardWeb(scene, port);
      const { status, body } = await ask(entry, { headers: { ...insideHeaders(entry), 'sec-fetch-dest': 'document' } });
      return { status, text: body.toString() };
    };
    expect(await pageOf(1)).toEqual({ status: 502, text: expect.stringContaining('Nothing answers on port 1 of vps') });
    const { key, cert } = await makeCertificate();
    const server = createTlsServer({ key, cert }, (_request, response) => response.end('secret'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await pageOf(port)).toEqual({ status: 502, text: expect.stringContaining(`Port ${port} speaks HTTPS`) });
  });

  it('is gone when it is closed, with what runs through it, and has the same origin the next time', async () => {
    const scene = await startScene();
    const server = await startDevServer();
    const { id, entry } = await forwardWeb(scene, server.port);
    expect(await scene.forwards.handlers.close({ id }, context)).toMatchObject({ ok: true });
    expect((await ask(entry)).status).toBe(403);
    const { entry: again } = await forwardWeb(scene, server.port);
    expect(again.origin).toBe(entry.origin);
    expect(again.cookie.value).not.toBe(entry.cookie.value);
  });
});
