import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Result } from '../../../main/contract/failure.ts';
import type { Forward } from '../../../main/contract/forwards.ts';
import { startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { chromiumOptions } from '../../support/chromium.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { startVite } from './support/dev-server.ts';
import { inside, nodeInside, quoted } from './support/inside.ts';
import { profile, start, stop } from './support/stage.ts';
import { healAtOnce } from './support/unsteady.ts';

const port = 5173;
let host: SandboxHost;
let proxy: LinkProxy;
let app: TestCore;
let browser: Browser;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box', repositories: ['harbor-api'] });
  proxy = await startLinkProxy(host.ssh);
  app = await startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
  browser = await chromium.launch(chromiumOptions);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await proxy?.close();
  await host?.stop();
});

/** The value of an answer, which must not be a failure. */
async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.failure.stage}: ${result.failure.message}`);
  return result.value;
}

it('shows a development server of an editor’s terminal with hot reload, also after the network was away', async () => {
  const { id } = await start(app, 'harbor-api');
  const site = await startVite(host, id, port);
  const rowOf = async () => (await value(app.client.ports.list({ profile }))).find((row) => row.port === port);
  await expect.poll(rowOf, { timeout: 10_000 }).toMatchObject({ protocol: 'tcp', kind: 'foreign', instanceId: id });

  let told: readonly Forward[] = [];
  const watching = new AbortController();
  const watch = async () => {
    for await (const all of app.client.forwards.watch({}, { signal: watching.signal })) told = all;
  };
  // The abort ends the stream by an error.
  watch().catch(() => undefined);
  const forward = await value(app.client.forwards.open({ profile, port, repository: id }));
  const { entryUrl, origin } = await value(app.client.forwards.enter({ id: forward.id }));

  const page = await browser.newPage();
  await page.goto(entryUrl);
  const heading = () => page.textContent('h1');
  await expect.poll(heading).toBe('one');
  expect(new URL(page.url()).origin).toBe(origin);
  const loadedAt = await page.evaluate(() => performance.timeOrigin);
  await site.say('two');
  await expect.poll(heading).toBe('two');
  // The module was exchanged in the page that was there.
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);

  const healer = healAtOnce(app);
  proxy.cut();
  await expect.poll(() => told[0]?.state).toBe('waiting');
  await site.say('three');
  await proxy.restore();
  await expect.poll(heading, { timeout: 20_000 }).toBe('three');
  expect(told).toEqual([{ ...forward, state: 'open' }]);
  await site.say('four');
  await expect.poll(heading).toBe('four');
  expect(new URL(page.url()).origin).toBe(origin);

  // One who loads the page meanwhile waits for it, and it comes by itself.
  proxy.cut();
  await expect.poll(() => told[0]?.state).toBe('waiting');
  await page.reload();
  expect(await page.textContent('p')).toBe('Waiting for sandbox');
  await proxy.restore();
  await page.getByRole('heading', { name: 'four' }).waitFor({ timeout: 20_000 });
  expect(app.core.gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 });

  healer.end();
  watching.abort();
  await page.close();
  await stop(app, 'harbor-api');
  await expectNoLeftovers(host);
});

/** Counts what it hears and says it after the end; says its own end first and notes what it hears then; says half of something. */
const servers = `
const { createServer } = require('net');
const listen = (port, onSocket) => createServer({ allowHalfOpen: true }, onSocket).listen(port, '127.0.0.1');
listen(9101, (socket) => { let n = 0; socket.on('data', (data) => { n += data.length; }).on('end', () => socket.end(String(n))); });
listen(9102, (socket) => { socket.end('over to you'); socket.on('data', (data) => require('fs').appendFileSync('/tmp/heard', data)); });
listen(9103, (socket) => { socket.on('error', () => {}); socket.write('half'); });
setTimeout(() => process.exit(), 60000);`;

it('has a port of the host here: ends of one direction pass, and what a lost link cuts is not taken for whole', async () => {
  await inside(host, `setsid ${nodeInside} -e ${quoted(servers)} </dev/null >/dev/null 2>&1 &`);
  const open = async (number: number): Promise<Socket> => {
    const { localPort } = await value(app.client.forwards.open({ profile, port: number, kind: 'tcp' }));
    return connect({ port: localPort ?? 0, host: '127.0.0.1', allowHalfOpen: true });
  };
  const isListening = () => inside(host, 'grep -c 238F /proc/net/tcp || :');
  await expect.poll(isListening, { timeout: 10_000 }).not.toBe('0');

  const counted = await open(9101);
  counted.end(Buffer.alloc(3_000_000));
  expect((await buffer(counted)).toString()).toBe('3000000');

  const over = await open(9102);
  expect((await buffer(over)).toString()).toBe('over to you');
  over.end('last words');
  await expect.poll(() => inside(host, 'cat /tmp/heard || :')).toBe('last words');

  const half = await open(9103);
  expect(String((await once(half, 'data'))[0])).toBe('half');
  const ended = once(half, 'end');
  proxy.cut();
  await expect(ended).rejects.toThrow('ECONNRESET');
  await proxy.restore();
});
