import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultPorts } from '../../../main/core/defaults/default-ports.ts';
import { startWebShell, type WebShell } from '../../../main/web/start-web-shell.ts';
import { chromiumOptions } from '../../support/chromium.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';

const page = `<!doctype html><title>closed</title><script>document.title = 'inline script ran'</script>
<script src="app.js" type="module"></script>`;
const script = `const socket = new WebSocket(new URL('api', document.baseURI));
socket.onopen = () => socket.send(JSON.stringify({ type: 'request', id: 1, method: 'shell.info', input: {} }));
socket.onmessage = ({ data }) => { document.title = JSON.parse(data).value.value.editorHost; };`;

/** A page of somebody else on this machine that knows the shell's address. */
const hostile = (origin: string) => `<!doctype html><title>waiting</title><script>
const outcome = {};
const socket = new WebSocket('${origin.replace('http', 'ws')}/api');
const closed = new Promise((resolve) => { socket.onopen = () => resolve('open'); socket.onclose = () => resolve('refused'); });
const fetched = fetch('${origin}/', { mode: 'no-cors', credentials: 'include' }).then(() => 'opaque', () => 'failed');
Promise.all([closed, fetched]).then(([ws]) => { document.title = ws; });
</script><iframe src="${origin}/"></iframe>`;

describe('the web shell in Chromium', () => {
  let directory: string;
  let shell: WebShell;
  let browser: Browser;
  let tab: Page;
  let other: Server;
  let otherOrigin: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'berth-web-browser-'));
    await mkdir(path.join(directory, 'page'));
    await writeFile(path.join(directory, 'page', 'index.html'), page);
    await writeFile(path.join(directory, 'page', 'app.js'), script);
    shell = await startWebShell({
      ports: defaultPorts({ dataDirectory: path.join(directory, 'data'), remoteScriptsDirectory: directory }),
      rendererDirectory: path.join(directory, 'page'),
      createCore: async () => hostlessCore(),
    });
    other = createServer((request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(request.url === '/link' ? `<a href="${shell.issueUrl()}">Berth</a>` : hostile(shell.origin));
    });
    other.listen({ host: '127.0.0.1', port: 0 });
    await once(other, 'listening');
    const address = other.address();
    otherOrigin = `http://elsewhere.localhost:${typeof address === 'object' ? address?.port : 0}`;
    browser = await chromium.launch(chromiumOptions);
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => other.close(resolve));
    await shell.close();
    await rm(directory, { recursive: true });
  });
  beforeEach(async () => {
    tab = await (await browser.newContext()).newPage();
    return () => tab.context().close();
  });
  const title = () => expect.poll(() => tab.title(), { timeout: 10_000 });

  test('opens by its address, forgets the token, reaches the WebSocket, and runs no inline script', async () => {
    await tab.goto(shell.issueUrl());
    await title().toBe('iframe');
    expect(tab.url()).toBe(`${shell.origin}/`);
    expect(await tab.evaluate(() => document.cookie)).toBe('');
    await tab.reload();
    await title().toBe('iframe');
  });

  test('opens by a link on another site', async () => {
    await tab.goto(`${otherOrigin}/link`);
    await tab.click('a');
    await title().toBe('iframe');
    expect(tab.url()).toBe(`${shell.origin}/`);
  });

  test('a page of another site gets neither the WebSocket nor the page, though the user is in', async () => {
    await tab.goto(shell.issueUrl());
    await title().toBe('iframe');
    await tab.goto(otherOrigin);
    await title().toBe('refused');
    const frame = tab.frames().find((candidate) => candidate !== tab.mainFrame());
    expect(await frame?.content()).not.toContain('app.js');
  });

  test('without an address the browser reads how to get one', async () => {
    const answer = await tab.goto(shell.origin);
    expect(answer?.status()).toBe(403);
    expect(await tab.textContent('body')).toContain('press Enter');
  });
});
