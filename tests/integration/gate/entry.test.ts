import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate } from '../../../main/core/gate/create-gate.ts';
import { ManualClock } from '../../support/fakes/clock.ts';
import { frameAt, framingPage, startBrowser, startSite } from './browser.ts';
import { ask, cookieOf, hostOf, insideHeaders, startGate, targetOf, temporaryDirectory } from './harness.ts';
import { startUpstream } from './upstream.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const frameHeaders = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };

describe('the way in for a frame of the app’s page', () => {
  it('lets a tab in by ticket, in Chromium: cookie, same-origin requests, frames of its own, sockets, reload', async () => {
    const [upstream, gate] = await Promise.all([startUpstream('one'), startGate()]);
    const entry = await gate.admit(targetOf('one', upstream.port));
    const app = await startSite(framingPage([entry.issueEntryUrl()]), 'berth.localhost');
    gate.setFrameAncestor(app);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(app);
    const frame = await frameAt(page, entry.origin + entry.path);
    await frame.waitForSelector('h1');
    expect(await frame.textContent('h1')).toBe('one');
    await (await frameAt(page, `${entry.origin}${entry.path}inner`)).waitForSelector('p');

    const inside = await frame.evaluate(async (path) => {
      const socket = new WebSocket(`ws://${location.host}${path}socket`);
      const echo = new Promise((resolve, reject) => {
        socket.onopen = () => socket.send('ping');
        socket.onmessage = (event) => resolve(event.data);
        socket.onerror = reject;
      });
      return {
        isSecureContext,
        cookies: document.cookie,
        fetched: await (await fetch(`${path}small/x`)).text(),
        echo: await echo,
      };
    }, entry.path);
    expect(inside).toEqual({ isSecureContext: true, cookies: '', fetched: 'one:small/x', echo: 'ping' });
    expect(upstream.lastHeaders().cookie).toBe('code-server-session-one=token');

    await Promise.all([frame.waitForNavigation(), frame.evaluate(() => location.reload())]);
    expect(await frame.textContent('h1')).toBe('one');
    expect(gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 });
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'berth-gate', httpOnly: true, secure: true, sameSite: 'Strict' });
    await context.close();
  });

  it('shows nothing to a page that is not Berth’s', async () => {
    const [upstream, gate] = await Promise.all([startUpstream('one'), startGate()]);
    const entry = await gate.admit(targetOf('one', upstream.port));
    gate.setFrameAncestor('http://127.0.0.1:1');
    const evil = await startSite(framingPage([entry.issueEntryUrl()]));
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(evil, { waitUntil: 'load' });
    expect(complaints.join('\n')).toContain('403');
    expect(gate.refusals()['fetch-site']).toBe(1);
    expect(upstream.reached).toEqual([]);
    await page.close();
  });

  it('keeps storage and cookies of two instances apart', async () => {
    const [one, two, gate] = await Promise.all([startUpstream('one'), startUpstream('two'), startGate()]);
    const entries = [await gate.admit(targetOf('one', one.port)), await gate.admit(targetOf('two', two.port))];
    const app = await startSite(framingPage(entries.map((entry) => entry.issueEntryUrl())), 'berth.localhost');
    gate.setFrameAncestor(app);
    const page = await browser.newPage();
    await page.goto(app);
    const stored = [];
    for (const entry of entries) {
      const frame = await frameAt(page, entry.origin + entry.path);
      await frame.waitForSelector('h1');
      stored.push(
        await frame.evaluate(async (mine) => {
          const before = [localStorage.length, (await indexedDB.databases()).length, document.cookie];
          localStorage.setItem('whose', mine);
          // biome-ignore lint/suspicious/noDocumentCookie: what an extension's page would do.
          document.cookie = `whose=${mine}`;
          await new Promise((resolve, reject) => {
            const opening = indexedDB.open('whose');
            opening.onsuccess = resolve;
            opening.onerror = reject;
          });
          return before;
        }, entry.path),
      );
    }
    expect(stored).toEqual([
      [0, 0, ''],
      [0, 0, ''],
    ]);
    await page.close();
  });
});

describe('a ticket', () => {
  async function startScene() {
    const clock = new ManualClock();
    const [upstream, gate] = await Promise.all([startUpstream('one'), startGate({ clock })]);
    const [entry, other] = [await gate.admit(targetOf('one', upstream.port)), await gate.admit(targetOf('two', 1))];
    const use = (url: string, headers: Record<string, string> = frameHeaders) => {
      const { pathname, search } = new URL(url);
      return ask(entry, { path: pathname + search, headers: { host: hostOf(entry), ...headers } });
    };
    return { clock, upstream, gate, entry, other, use };
  }

  it('works once', async () => {
    const { entry, use, gate, upstream } = await startScene();
    const url = entry.issueEntryUrl();
    const first = await use(url);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']).toEqual([`${cookieOf(entry)}; Path=/; Secure; HttpOnly; SameSite=Strict`]);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(first.body.toString()).not.toContain(entry.cookie.value);
    const second = await use(url);
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    expect(gate.refusals().cookie).toBe(1);
    expect(upstream.reached).toEqual([]);
  });

  it('expires after 30 s', async () => {
    const { clock, entry, use } = await startScene();
    const url = entry.issueEntryUrl();
    clock.advance(30_001);
    expect((await use(url)).status).toBe(403);
  });

  it('opens one instance only', async () => {
    const { entry, other, use } = await startScene();
    const url = new URL(other.issueEntryUrl());
    url.host = hostOf(entry);
    expect((await use(url.href)).status).toBe(403);
  });

  it('is not spent by a request that a page may send without a frame', async () => {
    const { entry, use, gate } = await startScene();
    const url = entry.issueEntryUrl();
    const image = { ...frameHeaders, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    expect((await use(url, image)).status).toBe(403);
    expect((await use(url, { ...frameHeaders, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await use(url, { ...frameHeaders, origin: 'https://evil.example' })).status).toBe(403);
    expect(gate.refusals()).toEqual({ host: 0, origin: 1, 'fetch-site': 2, cookie: 0 });
    expect((await use(url)).status).toBe(200);
  });
});

describe('the origin of an instance', () => {
  it('is the same after a restart, on the same port, with a new secret', async () => {
    const directory = await temporaryDirectory();
    const upstream = await startUpstream('one');
    const first = await startGate({ directory });
    const before = await first.admit(targetOf('one', upstream.port));
    await first.close();
    const after = await (await startGate({ directory })).admit(targetOf('one', upstream.port));
    expect(after.origin).toBe(before.origin);
    expect(after.cookie.value).not.toBe(before.cookie.value);
    expect((await ask(after, { headers: insideHeaders(before) })).status).toBe(403);
    expect((await ask(after)).status).toBe(200);
    expect(await readFile(join(directory, 'gate.json'), 'utf8')).not.toContain(after.cookie.value);
  });

  it.each(['127.0.0.1', '::1'])(
    'changes, and the log says so, when another program has the port on %s',
    async (host) => {
      const directory = await temporaryDirectory();
      const squatter = createServer().listen(0, host);
      await once(squatter, 'listening');
      const address = squatter.address();
      const taken = address !== null && typeof address === 'object' ? address.port : 0;
      await writeFile(
        join(directory, 'gate.json'),
        JSON.stringify({ version: 1, content: { port: taken, origins: [] } }),
      );
      const lines: string[] = [];
      const gate = createGate({
        storePath: join(directory, 'gate.json'),
        randomness: randomBytes,
        clock: new ManualClock(),
        logger: pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
      });
      const entry = await gate.admit(targetOf('one', 1));
      expect(new URL(entry.origin).port).not.toBe(String(taken));
      expect(lines.join('')).toContain('the port of the gate is taken');
      expect(JSON.parse(await readFile(join(directory, 'gate.json'), 'utf8'))).toMatchObject({
        content: { port: Number(new URL(entry.origin).port) },
      });
      await gate.close();
      squatter.close();
    },
  );

  it('has nothing listening until an instance is admitted, and nothing after close', async () => {
    const gate = await startGate();
    const upstream = await startUpstream('one');
    const entry = await gate.admit(targetOf('one', upstream.port));
    expect((await ask(entry)).status).toBe(200);
    await gate.close();
    await expect(ask(entry)).rejects.toThrow('ECONNREFUSED');
    await expect(gate.admit(targetOf('one', upstream.port))).rejects.toThrow('closed');
  });
});
