import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { appContract } from '../../../main/contract/contract.ts';
import { defaultPorts } from '../../../main/core/defaults/default-ports.ts';
import { connect } from '../../../main/transport/connect.ts';
import { ChannelClosedError } from '../../../main/transport/errors.ts';
import { openWebSocketChannel } from '../../../main/transport/web-socket.ts';
import { startWebShell, type WebShell } from '../../../main/web/start-web-shell.ts';
import { type HostlessCore, hostlessCore } from '../../support/fakes/hostless-core.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe('the web shell on a real socket', () => {
  let directory: string;
  let core: HostlessCore;
  let shell: WebShell;
  let port: number;

  const start = (rendererDirectory: string, ownCore: HostlessCore, ownPort = 0) =>
    startWebShell({
      ports: defaultPorts({ dataDirectory: path.join(directory, 'data'), remoteScriptsDirectory: directory }),
      rendererDirectory,
      port: ownPort,
      createCore: async () => ownCore,
    });

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'berth-web-'));
    await mkdir(path.join(directory, 'page', 'assets'), { recursive: true });
    await writeFile(path.join(directory, 'page', 'index.html'), '<title>The page</title>');
    await writeFile(path.join(directory, 'page', 'assets', 'a.js'), 'export {};');
    await writeFile(path.join(directory, 'outside.txt'), 'private');
    core = hostlessCore();
    shell = await start(path.join(directory, 'page'), core);
    port = Number(new URL(shell.origin).port);
  });
  afterAll(async () => {
    await shell.close();
    await rm(directory, { recursive: true });
  });

  /** By node:http, because fetch does not let one choose Host, Origin or an unnormalised path. */
  const ask = (url: string, headers: Record<string, string> = {}, method = 'GET', toPort = port) =>
    new Promise<Answer>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: toPort,
        path: url,
        method,
        headers: { host: `berth.localhost:${port}`, ...headers },
      });
      asked.on('error', reject);
      asked.on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      asked.end();
    });
  const pathOf = (url: string) => url.slice(new URL(url).origin.length);
  const enter = async () => {
    const { headers } = await ask(pathOf(shell.issueUrl()));
    return String(headers['set-cookie']).split(';')[0] ?? '';
  };
  const dial = (headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${port}/api`, { headers: { host: `berth.localhost:${port}`, ...headers } });
  const refusedWith = async (headers: Record<string, string>) => {
    const socket = dial(headers);
    const [error] = (await once(socket, 'error')) as [Error];
    return error.message;
  };

  test('the printed address works once: a cookie, and the token gone from the address', async () => {
    const first = await ask(pathOf(shell.url));
    expect({ status: first.status, location: first.headers.location }).toEqual({ status: 303, location: '/' });
    expect(String(first.headers['set-cookie'])).toMatch(
      new RegExp(`^__Host-berth-${port}=[\\w-]{43}; Path=/; HttpOnly; Secure; SameSite=Strict$`),
    );
    expect(first.headers['cache-control']).toBe('no-store');
    const again = await ask(pathOf(shell.url));
    expect(again.status).toBe(403);
    expect(again.body).toContain('press Enter');
    expect(again.headers['set-cookie']).toBeUndefined();
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: '<title>The page</title>' });
    expect((await ask('/assets/a.js', { cookie })).headers['content-type']).toContain('javascript');
  });

  test('led here by another site, the page itself leaves the address, so that the strict cookie comes along', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const answer = await ask(pathOf(shell.issueUrl()), headers);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('http-equiv="refresh" content="0;url=/"');
    expect(answer.headers['set-cookie']).toBeDefined();
  });

  test.each([
    '/',
    '/?token=wrong',
    '/?token=',
    '/assets/a.js',
    '/api',
    '/nothing',
    '//',
    '//[',
    'http://evil.example/',
  ])('without a session %s is 403', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('The page');
  });

  test('a HEAD of a link previewer does not spend the address', async () => {
    const url = pathOf(shell.issueUrl());
    expect((await ask(url, {}, 'HEAD')).status).toBe(403);
    expect((await ask(url)).status).toBe(303);
  });

  test('another name, origin or method is refused even with the cookie', async () => {
    const cookie = await enter();
    const status = async (headers: Record<string, string>, method = 'GET') =>
      (await ask('/', { cookie, ...headers }, method)).status;
    expect(await status({ host: `evil.example:${port}` })).toBe(403);
    expect(await status({ host: 'berth.localhost' })).toBe(403);
    expect(await status({ origin: 'http://evil.example' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await status({}, 'POST')).toBe(403);
    expect(await status({ origin: shell.origin }, 'POST')).toBe(404);
    for (const host of ['localhost', '127.0.0.1']) {
      const other = await ask('/?token=x', { host: `${host}:${port}` });
      expect([other.status, other.headers.location]).toEqual([302, `${shell.origin}/?token=x`]);
      expect(await status({ host: `${host}:${port}`, origin: shell.origin }, 'POST')).toBe(403);
    }
  });

  test.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/assets/%00',
    '//outside.txt',
  ])('no path leads out of the page’s folder: %s', async (url) => {
    const answer = await ask(url, { cookie: await enter() });
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('private');
  });

  test('every answer carries the strict headers, refusals too', async () => {
    const cookie = await enter();
    for (const answer of [await ask('/', { cookie }), await ask('/'), await ask('/nothing', { cookie })]) {
      const policy = String(answer.headers['content-security-policy']);
      expect(policy.split(';')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          `connect-src 'self' ws://berth.localhost:${port}`,
          'frame-src http://*.berth.localhost:*',
          "frame-ancestors 'none'",
        ]),
      );
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
    }
  });

  test('the WebSocket asks for cookie and origin', async () => {
    const cookie = await enter();
    const { origin } = shell;
    expect(await refusedWith({ origin })).toContain('403');
    expect(await refusedWith({ cookie })).toContain('403');
    expect(await refusedWith({ cookie, origin: 'http://evil.example' })).toContain('403');
    expect(await refusedWith({ cookie, origin: 'http://127.0.0.1:1' })).toContain('403');
    expect(
      await refusedWith({ cookie, origin: `http://evil.example:${port}`, host: `evil.example:${port}` }),
    ).toContain('403');
    expect(await refusedWith({ cookie: `${cookie}x`, origin })).toContain('403');
  });

  test('serves the contract: the core, the shell, and no native views', async () => {
    const channel = await openWebSocketChannel(dial({ cookie: await enter(), origin: shell.origin }));
    const client = connect(appContract, channel);
    expect(await client.shell.info({})).toEqual({
      ok: true,
      value: {
        shell: 'web',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        editorHost: 'iframe',
      },
    });
    expect(await client.profiles.list({})).toEqual({ ok: true, value: [] });
    expect(await client.views.close({ tabId: 't' })).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect(core.frameAncestors).toEqual([shell.origin]);
    const watching = client.hosts
      .watch({})
      [Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error);
    await expect.poll(() => core.watchingCount()).toBe(1);
    channel.close();
    expect(await watching).toBeInstanceOf(ChannelClosedError);
    await expect.poll(() => core.watchingCount()).toBe(0);
  });

  test('a frame above 4 MiB ends the socket and nothing else', async () => {
    const socket = dial({ cookie: await enter(), origin: shell.origin });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    socket.send(new Uint8Array(4 * 1024 * 1024 + 1));
    expect((await closed)[0]).toBe(1009);
    expect((await ask('/', { cookie: await enter() })).status).toBe(200);
  });

  test('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const refused = once(connectTcp({ host: address, port }), 'error');
      expect((await refused)[0]).toMatchObject({ code: 'ECONNREFUSED' });
    }
    const numbers = (await readFile('/proc/net/tcp', 'utf8'))
      .split('\n')
      .filter((line) => line.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`));
    expect(numbers.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0])).toEqual(['0100007F']);
  });

  test('does not share its port with a stranger on the other loopback address', async () => {
    const stranger = createServer().listen({ host: '::1', port: 0 });
    await once(stranger, 'listening');
    const taken = stranger.address() as AddressInfo;
    const refused = await start(path.join(directory, 'page'), hostlessCore(), taken.port).catch((error: unknown) =>
      String(error),
    );
    expect(refused).toContain('EADDRINUSE');
    await expect(fetch(`http://127.0.0.1:${taken.port}/`)).rejects.toThrow();
    stranger.close();
  });

  test('answers on both loopback addresses', async () => {
    const cookie = await enter();
    const socket = new WebSocket(`ws://[::1]:${port}/api`, {
      headers: { host: `berth.localhost:${port}`, cookie, origin: shell.origin },
    });
    await once(socket, 'open');
    socket.terminate();
  });

  test('closing ends sockets, port and core', async () => {
    const ownCore = hostlessCore();
    const own = await start(path.join(directory, 'page'), ownCore);
    const { host } = new URL(own.origin);
    const entered = await ask(pathOf(own.url), { host }, 'GET', Number(new URL(own.origin).port));
    const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
    const socket = new WebSocket(`ws://127.0.0.1:${new URL(own.origin).port}/api`, {
      headers: { host, cookie, origin: own.origin },
    });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await own.close();
    await closed;
    expect(ownCore.disposeCount()).toBe(1);
    await expect(fetch(`http://127.0.0.1:${new URL(own.origin).port}/`)).rejects.toThrow();
  });

  test('comes back at the port of the last time, and at another one while that is taken', async () => {
    const begin = () =>
      startWebShell({
        ports: defaultPorts({ dataDirectory: path.join(directory, 'kept'), remoteScriptsDirectory: directory }),
        rendererDirectory: path.join(directory, 'page'),
        createCore: async () => hostlessCore(),
      });
    const first = await begin();
    await first.close();
    const second = await begin();
    const beside = await begin();
    await Promise.all([second.close(), beside.close()]);
    expect(second.origin).toBe(first.origin);
    expect(beside.origin).not.toBe(first.origin);
  });

  test('without a built page it says what to do, and starts nothing', async () => {
    const ownCore = hostlessCore();
    await expect(start(path.join(directory, 'nothing'), ownCore)).rejects.toThrow('npm run build');
    expect(ownCore.frameAncestors).toEqual([]);
  });
});
