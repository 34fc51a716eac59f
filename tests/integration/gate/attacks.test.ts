import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateEntry } from '../../../main/core/gate/gate.ts';
import { startBrowser, startSite } from './browser.ts';
import { ask, askUpgrade, cookieOf, hostOf, insideHeaders, startGate, targetOf } from './harness.ts';
import { startUpstream } from './upstream.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function startScene() {
  const [one, two, gate] = await Promise.all([startUpstream('one'), startUpstream('two'), startGate()]);
  const entries = {
    one: await gate.admit(targetOf('one', one.port)),
    two: await gate.admit(targetOf('two', two.port)),
  };
  return { one, two, gate, entries };
}

const count = (refusals: Readonly<Record<string, number>>) =>
  Object.values(refusals).reduce((sum, one) => sum + one, 0);

/** Run in a hostile page: tries every way a page can reach another origin, and tells what it could read. */
async function tryEverything(address: string): Promise<string[]> {
  const seen: string[] = [];
  const attempt = async (name: string, run: () => Promise<unknown>) => {
    try {
      await run();
      seen.push(name);
    } catch {
      // A refusal is what the test hopes for.
    }
  };
  const load = (tag: 'img' | 'script') =>
    new Promise((resolve, reject) => {
      const element = document.createElement(tag);
      element.onload = resolve;
      element.onerror = reject;
      element.src = address;
      document.body.append(element);
    });
  await attempt('fetch', () => fetch(address));
  await attempt('fetch with cookies', () => fetch(address, { credentials: 'include' }));
  await attempt('post', () =>
    fetch(address, { method: 'POST', body: 'x', headers: { 'content-type': 'application/json' } }),
  );
  await attempt('img', () => load('img'));
  await attempt('script', () => load('script'));
  await attempt(
    'web socket',
    () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(address.replace('http:', 'ws:'));
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
  );
  // These two give the page nothing to read; what they reach is counted on the other side.
  await fetch(address, { mode: 'no-cors', method: 'POST', body: 'x' }).catch(() => undefined);
  await new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.onload = resolve;
    frame.src = address;
    document.body.append(frame);
  });
  return seen;
}

describe('attacks', () => {
  it('T1, T3: a page of another origin that knows address and port reaches nothing, even in a browser with the cookie', async () => {
    const { one, gate, entries } = await startScene();
    const evil = await startSite((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>evil</title>');
    });
    const context = await browser.newContext();
    await context.addCookies([
      {
        name: entries.one.cookie.name,
        value: entries.one.cookie.value,
        url: entries.one.origin,
        sameSite: 'Strict',
        secure: true,
      },
    ]);
    const page = await context.newPage();
    // The last one is of the same site, so its requests carry the cookie all the same.
    for (const origin of ['127.0.0.1', 'evil.localhost', 'evil.berth.localhost'].map((name) =>
      evil.replace('127.0.0.1', name),
    )) {
      await page.goto(origin);
      expect(await page.evaluate(tryEverything, entries.one.origin + entries.one.path)).toEqual([]);
    }
    expect(one.reached).toEqual([]);
    expect(count(gate.refusals())).toBeGreaterThanOrEqual(14);
    await context.close();
  });

  it('T1: a form of another origin does not arrive', async () => {
    const { one, entries } = await startScene();
    const target = entries.one.origin + entries.one.path;
    const evil = await startSite((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<!doctype html><form method="post" enctype="text/plain" action="${target}"><button>go</button></form>`,
      );
    });
    const page = await browser.newPage();
    await page.goto(evil);
    const [answer] = await Promise.all([page.waitForResponse(target), page.click('button')]);
    expect(answer.status()).toBe(403);
    expect(one.reached).toEqual([]);
    await page.close();
  });

  const hostileHosts = (entry: GateEntry) => [
    'evil.example',
    `evil.example:${new URL(entry.origin).port}`,
    `127.0.0.1:${new URL(entry.origin).port}`,
    `localhost:${new URL(entry.origin).port}`,
    hostOf(entry).split(':')[0] ?? '',
  ];

  it('T2: a rebound host name is refused, with the right cookie and an Origin that equals it', async () => {
    const { one, gate, entries } = await startScene();
    const hosts = hostileHosts(entries.one);
    for (const host of hosts) {
      const headers = { host, origin: `http://${host}`, cookie: cookieOf(entries.one) };
      const answer = await ask(entries.one, { headers });
      expect([answer.status, answer.body.length, answer.headers.connection]).toEqual([403, 0, 'close']);
      expect(await askUpgrade(entries.one, entries.one.path, headers)).toBe(403);
    }
    expect(one.reached).toEqual([]);
    expect(gate.refusals()).toEqual({ host: hosts.length * 2, origin: 0, 'fetch-site': 0, cookie: 0 });
  });

  it('T4: another program of this machine has no cookie', async () => {
    const { one, gate, entries } = await startScene();
    const host = hostOf(entries.one);
    for (const cookie of ['', 'berth-gate=', `berth-gate=${'0'.repeat(64)}`, cookieOf(entries.two)]) {
      expect((await ask(entries.one, { headers: { host, cookie } })).status).toBe(403);
      expect(await askUpgrade(entries.one, entries.one.path, { host, cookie })).toBe(403);
    }
    expect((await ask(entries.one, { headers: { host } })).status).toBe(403);
    expect((await ask(entries.one, { path: '/.berth/enter?ticket=guess', headers: { host } })).status).toBe(403);
    expect(one.reached).toEqual([]);
    expect(gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 10 });
  });

  it('T4: a refused upload is not read', async () => {
    const { one, entries } = await startScene();
    const body = new Uint8Array(64 * 1024 * 1024);
    const outcome = await ask(entries.one, { method: 'POST', headers: { host: hostOf(entries.one) }, body }).then(
      (answer) => answer.status,
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
    expect([403, 'EPIPE', 'ECONNRESET']).toContain(outcome);
    expect(one.reached).toEqual([]);
  });

  it('T5: one instance’s tab cannot call another instance', async () => {
    const { one, two, entries } = await startScene();
    const context = await browser.newContext();
    for (const entry of [entries.one, entries.two]) {
      await context.addCookies([{ ...entry.cookie, url: entry.origin, httpOnly: true, sameSite: 'Strict' }]);
    }
    const page = await context.newPage();
    await page.goto(entries.one.origin + entries.one.path);
    expect(await page.title()).toBe('one');
    const before = one.reached.length;
    expect(await page.evaluate(tryEverything, entries.two.origin + entries.two.path)).toEqual([]);
    expect(two.reached).toEqual([]);
    expect(before).toBeGreaterThan(0);

    // Not by the other's path on its own origin either.
    expect((await ask(entries.one, { path: entries.two.path })).status).toBe(404);
    expect((await ask(entries.one, { path: `${entries.one.path}..%2ftwo/` })).status).toBe(404);
    expect(two.reached).toEqual([]);
    await context.close();
  });

  it('T6: the instance’s own proxy path is as closed as everything else', async () => {
    const { one, entries } = await startScene();
    const path = `${entries.one.path}proxy/22/`;
    const host = hostOf(entries.one);
    const evil = { host, cookie: cookieOf(entries.one), origin: 'https://evil.example', 'content-type': 'text/plain' };
    expect((await ask(entries.one, { method: 'POST', path, headers: evil, body: Buffer.from('x') })).status).toBe(403);
    expect((await ask(entries.one, { path, headers: { host } })).status).toBe(403);
    expect(one.reached).toEqual([]);
  });

  it('refuses what no browser sends: two hosts, other upgrades, a foreign address in the request line', async () => {
    const { one, entries } = await startScene();
    const headers = insideHeaders(entries.one);
    expect(await askUpgrade(entries.one, entries.one.path, { ...headers, upgrade: 'h2c' })).toBe(400);
    expect((await ask(entries.one, { path: 'http://evil.example/vscode/one/' })).status).toBe(404);
    expect((await ask(entries.one, { path: '/' })).status).toBe(404);
    expect((await ask(entries.one, { headers: { ...headers, 'x-big': 'x'.repeat(40_000) } })).status).toBe(431);
    expect(one.reached).toEqual([]);
  });

  it('says nothing to names that were never given out, and forgets revoked ones at once', async () => {
    const { one, gate, entries } = await startScene();
    expect((await ask(entries.one)).status).toBe(200);
    gate.revoke('vps');
    expect(gate.find('vps', 'one')).toBeNull();
    expect((await ask(entries.one)).status).toBe(403);
    expect(one.reached).toHaveLength(1);
  });
});
