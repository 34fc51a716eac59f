import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateEntry } from '../../main/core/gate/gate.ts';
import { system } from './double/system.ts';
import { type Bystander, startBystander } from './support/bystander.ts';
import { type EditorServer, startEditorServer } from './support/editor-server.ts';
import { hostileWorker } from './support/hostile-worker.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

let shell: TestShell;
let server: EditorServer;
let bystander: Bystander;
let entry: GateEntry;

beforeAll(async () => {
  bystander = await startBystander();
  server = await startEditorServer((path) => (path.endsWith('worker.js') ? hostileWorker : '<title>site</title>'));
  shell = await startShell();
  entry = await shell.gate.admit(server.target('alpha', 'site-0a1b2c'));
  const input = { tabId: 'a', profileId: 'alpha', instanceId: 'site-0a1b2c', origin: entry.origin };
  const bounds = { x: 200, y: 40, width: 900, height: 700 };
  await shell.page.evaluate((asked) => window.client.views.open(asked), { ...input, bounds });
}, 30_000);
afterAll(async () => {
  await shell.close();
  await server.close();
  await bystander.close();
});

function view() {
  const [first] = shell.window.views;
  if (first === undefined) throw new Error('the view is gone');
  return first;
}
const ask = async (permission: 'clipboard-read' | 'fileSystem' | 'notifications', requestingUrl = `${entry.origin}/`) =>
  new Promise<boolean>((resolve) => {
    const { webContents } = view();
    const details = { requestingUrl, isMainFrame: true, filePath: '/home/me/notes.txt' };
    webContents.session.permissionRequest?.(webContents as never, permission, resolve, details);
  });

describe('a hostile page', () => {
  it('finds no shared worker, whose sockets nobody is asked about, and tells no call where this machine is', async () => {
    const page = await view().webContents.page;
    expect(await page.evaluate(() => 'SharedWorker' in globalThis)).toBe(false);
    expect(view().webContents.webRtcPolicy).toBe('disable_non_proxied_udp');
  });

  it('opens no socket into this machine from a service worker', async () => {
    const page = await view().webContents.page;
    const tried = await page.evaluate(async (address) => {
      await navigator.serviceWorker.register('worker.js');
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((resolve) => {
        port1.onmessage = ({ data }) => resolve(data);
      });
      active?.postMessage(address, [port2]);
      return answer;
    }, `ws://127.0.0.1:${bystander.port}/`);
    expect(tried).toBe('refused by its policy');
    expect(bystander.connectionCount()).toBe(0);
  });

  it('reaches nothing inside by what no request handler hears of, because its proxy leads outside only', async () => {
    const { session: partition } = view().webContents;
    expect(partition.proxy).toMatchObject({
      mode: 'fixed_servers',
      proxyBypassRules: `<-loopback>;${new URL(entry.origin).host}`,
    });
    const page = await view().webContents.page;
    await page.evaluate(async (port) => {
      const urls = `turn:127.0.0.1:${port}?transport=tcp`;
      const call = new RTCPeerConnection({
        iceServers: [{ urls, username: 'a', credential: 'b' }],
        iceTransportPolicy: 'relay',
      });
      const tried = new Promise((resolve) => call.addEventListener('icecandidateerror', resolve));
      call.createDataChannel('x');
      await call.setLocalDescription(await call.createOffer());
      await tried;
      call.close();
    }, bystander.port);
    const transport = await page.evaluate(
      (port) =>
        new WebTransport(`https://127.0.0.1:${port}/`).ready.then(
          () => 'open',
          (error: unknown) => (error instanceof Error ? error.name : 'none'),
        ),
      bystander.port,
    );
    expect([transport, bystander.connectionCount()]).toEqual(['WebTransportError', 0]);
  });

  it('reaches nothing inside by a name that leads there', async () => {
    const page = await view().webContents.page;
    const { names } = view().webContents.session;
    names.set('inside.example', '127.0.0.1');
    names.set('mapped.example', '64:ff9b::a00:1');
    const failures: string[] = [];
    page.on('requestfailed', (request) => failures.push(`${request.url()} ${request.failure()?.errorText}`));
    await page.evaluate(
      async (urls) => {
        await Promise.allSettled(urls.map((url) => fetch(url, { mode: 'no-cors' })));
      },
      [`http://inside.example:${bystander.port}/`, 'http://mapped.example/'],
    );
    await expect
      .poll(() => failures.sort())
      .toEqual([
        `http://inside.example:${bystander.port}/ net::ERR_BLOCKED_BY_CLIENT.Inspector`,
        'http://mapped.example/ net::ERR_BLOCKED_BY_CLIENT.Inspector',
      ]);
  });

  it('reads what the user copied only after a yes, and is not asked again after a no', async () => {
    const partition = view().webContents.session;
    const isReadable = () =>
      partition.permissionCheck?.(null, 'clipboard-read', `${entry.origin}/`, { isMainFrame: true });
    expect(isReadable()).toBe(false);
    expect(await ask('clipboard-read', 'https://elsewhere.invalid/')).toBe(false);
    const askedBefore = system.questions.length;
    system.answer = 1;
    expect(await Promise.all([ask('clipboard-read'), ask('clipboard-read')])).toEqual([false, false]);
    system.answer = 0;
    expect(await ask('clipboard-read')).toBe(false);
    expect(system.questions.slice(askedBefore).map(({ message }) => message)).toEqual([
      'Let “site” read what you copied?',
    ]);
    expect(isReadable()).toBe(false);

    const other = await shell.gate.admit(server.target('alpha', 'other-0a1b2c'));
    await shell.page.evaluate((input) => window.client.views.open(input), {
      tabId: 'b',
      profileId: 'alpha',
      instanceId: 'other-0a1b2c',
      origin: other.origin,
      bounds: { x: 0, y: 0, width: 100, height: 100 },
    });
    const { webContents } = shell.window.views[1] ?? view();
    const details = { requestingUrl: `${other.origin}/`, isMainFrame: true };
    const isGiven = await new Promise((resolve) => {
      webContents.session.permissionRequest?.(webContents as never, 'clipboard-read', resolve, details);
    });
    const check = webContents.session.permissionCheck;
    expect([isGiven, check?.(null, 'clipboard-read', `${other.origin}/`, { isMainFrame: true })]).toEqual([true, true]);
    expect(isReadable()).toBe(false);
    await shell.page.evaluate(() => window.client.views.close({ tabId: 'b' }));
  });

  it('gets no file, no notice and no device unasked, and no screen at all', async () => {
    const partition = view().webContents.session;
    system.answer = 1;
    expect([await ask('fileSystem'), await ask('notifications')]).toEqual([false, false]);
    expect(partition.devicePermission?.({ deviceType: 'hid', origin: entry.origin, device: {} as never })).toBe(false);
    const streams: unknown[] = [];
    partition.displayMedia?.({ videoRequested: true } as never, (given) => {
      // So does Electron, and an error here is nobody's to catch.
      if (given !== null && given.video === undefined)
        throw new TypeError('Video was requested, but none was provided');
      streams.push(given);
    });
    expect(streams).toEqual([null]);
  });

  it('asks nothing while its tab is hidden, and is named where it asks', async () => {
    const page = await view().webContents.page;
    await page.evaluate(() => alert('Berth is out of date. Get it at elsewhere.invalid.'));
    expect(view().webContents.shownDialogs).toEqual([]);
    const place = (isVisible: boolean) =>
      shell.page.evaluate((input) => window.client.views.place(input), {
        tabId: 'a',
        bounds: { x: 200, y: 40, width: 900, height: 700 },
        isVisible,
        isCovered: false,
      });
    system.answer = 1;
    await place(false);
    const askedBefore = system.questions.length;
    await page.evaluate(() => window.open('https://hidden.example/'));
    await place(true);
    await page.evaluate((path) => window.open(`https://seen.example/${path}`), 'x'.repeat(1_500));
    await expect.poll(() => system.questions.length).toBeGreaterThan(askedBefore);
    const asked = system.questions.slice(askedBefore);
    expect(asked.map(({ message }) => message)).toEqual(['Open seen.example outside Berth?']);
    expect(asked[0]?.detail).toContain('Asked for by “site”.');
    expect(asked[0]?.detail?.length).toBeLessThan(400);
  });
});
