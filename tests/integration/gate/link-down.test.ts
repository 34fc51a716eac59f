import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateTarget } from '../../../main/core/gate/gate.ts';
import { LinkLostError } from '../../../main/core/ssh/link.ts';
import { startBrowser } from './browser.ts';
import { ask, askUpgrade, insideHeaders, startGate, targetOf, until } from './harness.ts';
import { openPlainChannel } from './plain-channel.ts';
import { startUpstream } from './upstream.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** A gate whose way to the instance can be changed by the test. */
async function startScene() {
  const [upstream, gate] = await Promise.all([startUpstream('one'), startGate()]);
  const way: { openChannel: GateTarget['openChannel']; whenUp: Promise<boolean>; asked: number } = {
    openChannel: () => openPlainChannel(upstream.port),
    whenUp: Promise.resolve(false),
    asked: 0,
  };
  const entry = await gate.admit(
    targetOf('one', upstream.port, {
      openChannel: (isFresh) => {
        way.asked += 1;
        return way.openChannel(isFresh);
      },
      whenReachable: () => way.whenUp,
    }),
  );
  return { upstream, gate, entry, way };
}

const linkLost = () => Promise.reject(new LinkLostError('the link is down'));
const asPage = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };

/** Ways in which a channel may fail before the far end says a word. */
const silentChannels = {
  'is over before it is used': async (port: number) => {
    const channel = await openPlainChannel(port);
    channel.destroy();
    return channel;
  },
  'is closed at the far end': async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const channel = await openPlainChannel(address !== null && typeof address === 'object' ? address.port : 0);
    server.close();
    return channel;
  },
  'breaks in the middle of the answer’s head': async () => {
    const server = createServer((socket) => socket.write('HTTP/1.1 200 O', () => socket.destroy()));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const channel = await openPlainChannel(address !== null && typeof address === 'object' ? address.port : 0);
    server.close();
    return channel;
  },
};

describe('while the link is down', () => {
  it('a page gets a calm text that names the host, everything else 503 and a time to ask again', async () => {
    const { entry, way } = await startScene();
    way.openChannel = linkLost;
    const shown = await ask(entry, { headers: { ...insideHeaders(entry), ...asPage } });
    expect(shown.status).toBe(503);
    expect(shown.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(shown.body.toString()).toContain('Waiting for vps');
    expect(shown.headers['content-security-policy']).toContain("frame-ancestors 'self'");

    const plain = await ask(entry);
    expect([plain.status, plain.headers['retry-after'], plain.body.length]).toEqual([503, '2', 0]);
    expect((await ask(entry, { method: 'POST', body: Buffer.from('x') })).status).toBe(503);
    expect(await askUpgrade(entry, entry.path, insideHeaders(entry))).toBe(503);
  });

  it('a WebSocket waits for a link that is being brought up, and nothing else does', async () => {
    const { entry, way } = await startScene();
    const online = way.openChannel;
    const back = Promise.withResolvers<boolean>();
    Object.assign(way, { openChannel: linkLost, whenUp: back.promise });
    const answers: number[] = [];
    const asking = askUpgrade(entry, entry.path, insideHeaders(entry)).then((status) => answers.push(status));
    await until('the upgrade reached the gate', () => way.asked === 1);
    expect((await ask(entry)).status).toBe(503);
    expect(answers).toEqual([]);
    way.openChannel = online;
    back.resolve(true);
    await asking;
    expect(answers).toEqual([101]);
  });

  it('the shown page opens the workspace by itself once the link is back', async () => {
    const { entry, way } = await startScene();
    const online = way.openChannel;
    way.openChannel = linkLost;
    const context = await browser.newContext();
    await context.addCookies([{ ...entry.cookie, url: entry.origin, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(entry.origin + entry.path);
    expect(await page.textContent('main p')).toBe('Waiting for vps');
    const askedBefore = way.asked;
    await until('the page asks again', () => way.asked > askedBefore);
    expect(await page.title()).toBe('Waiting for vps');
    way.openChannel = online;
    await page.waitForFunction(() => document.title === 'one', null, { timeout: 10_000 });
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    await context.close();
  });
});

describe('while the link is up and the instance is not', () => {
  it('the answer is 502 after one more try, and a page says so', async () => {
    const { entry, way } = await startScene();
    way.openChannel = () => openPlainChannel(1);
    expect((await ask(entry)).status).toBe(502);
    expect(way.asked).toBe(2);
    const shown = await ask(entry, { headers: { ...insideHeaders(entry), ...asPage } });
    expect([shown.status, shown.body.toString().includes('one does not answer')]).toEqual([502, true]);
    expect(await askUpgrade(entry, entry.path, insideHeaders(entry))).toBe(502);
  });

  it.each(Object.entries(silentChannels))(
    'a GET whose channel %s is sent again over a fresh one',
    async (_how, silent) => {
      const { upstream, entry, way } = await startScene();
      const good = way.openChannel;
      way.openChannel = (isFresh) => (way.asked === 1 ? silent(upstream.port) : good(isFresh));
      const answer = await ask(entry, { path: `${entry.path}small/a` });
      expect([answer.status, answer.body.toString(), way.asked]).toEqual([200, 'one:small/a', 2]);
    },
  );

  it.each(Object.entries(silentChannels))('a POST whose channel %s is not sent twice', async (_how, silent) => {
    const { upstream, entry, way } = await startScene();
    way.openChannel = () => silent(upstream.port);
    const answer = await ask(entry, { method: 'POST', path: `${entry.path}upload`, body: Buffer.from('x') });
    expect([answer.status, way.asked]).toEqual([502, 1]);
    expect(upstream.reached).toEqual([]);
  });

  it('a channel opened earlier, which may be over by now, serves a first GET only', async () => {
    const { upstream, entry, way } = await startScene();
    const wishes: boolean[] = [];
    way.openChannel = (isFresh) => {
      wishes.push(isFresh);
      return isFresh ? openPlainChannel(upstream.port) : silentChannels['is closed at the far end']();
    };
    expect((await ask(entry, { path: `${entry.path}small/a` })).status).toBe(200);
    const upload = { method: 'POST', path: `${entry.path}upload`, body: Buffer.from('x') };
    expect((await ask(entry, upload)).status).toBe(200);
    expect(await askUpgrade(entry, entry.path, insideHeaders(entry))).toBe(101);
    expect(wishes).toEqual([false, true, true, true]);
  });

  it('a channel that comes after the browser left is closed', async () => {
    const { upstream, gate, entry, way } = await startScene();
    const gates: ((channel: Duplex) => void)[] = [];
    way.openChannel = () => new Promise((resolve) => gates.push(resolve));
    const asking = ask(entry);
    await until('a channel is asked for', () => gates.length === 1);
    gate.revoke('vps');
    await expect(asking).rejects.toThrow(/hang up|ECONNRESET/);
    const late = await openPlainChannel(upstream.port);
    gates[0]?.(late);
    await until('the late channel is closed', () => late.destroyed);
    expect(upstream.reached).toEqual([]);
  });
});
