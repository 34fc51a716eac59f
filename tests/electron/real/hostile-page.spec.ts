import { rm } from 'node:fs/promises';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { buildHostileShell, type HostileBuild } from '../support/build-hostile-shell.ts';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';
import type { HostileShell } from './hostile-shell.ts';
import '../support/page-globals.ts';

skipWithoutElectron();

let built: HostileBuild;
let app: ElectronApplication;

test.beforeAll(async () => {
  built = await buildHostileShell();
  app = await _electron.launch({
    args: [...electronFlags, built.main],
    env: { ...process.env, BERTH_BUILT_SHELL: built.directory },
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'client' in window);
  const { origin } = await shellFacts();
  const bounds = { x: 0, y: 0, width: 800, height: 600 };
  const input = { tabId: 'a', profileId: 'alpha', instanceId: 'site-0a1b2c', origin, bounds };
  expect(await page.evaluate((asked) => window.client.views.open(asked), input)).toEqual({ ok: true, value: {} });
});
test.afterAll(async () => {
  await app?.close();
  if (built !== undefined) await rm(built.directory, { recursive: true });
});

const shellFacts = () =>
  app.evaluate(async () => {
    const { hostileShell } = globalThis as unknown as { hostileShell: Promise<HostileShell> };
    const { origin, bystanderPort, connectionCount } = await hostileShell;
    return { origin, bystanderPort, connectionCount: connectionCount() };
  });

/** Runs a script in the page of the host, as that host might. */
const runInPage = (script: string): Promise<unknown> =>
  app.evaluate(
    ({ webContents }, code) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().includes('.berth.localhost'))
        ?.executeJavaScript(code, true),
    script,
  );

test('finds neither Electron nor Node, and no way to the network that nobody is asked about', async () => {
  const names = ['require', 'process', 'Buffer', 'berth', 'SharedWorker'];
  expect(await runInPage(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
});

test('reaches nothing on this machine: by requests, by sockets of pages and workers, by calls', async () => {
  const { bystanderPort: port } = await shellFacts();
  const socket = (address: string) => `new Promise((resolve) => {
    const tried = new WebSocket(${JSON.stringify(address)});
    tried.onopen = () => resolve('open');
    tried.onclose = () => resolve('closed');
  })`;
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]']) {
    const request = `fetch('http://${host}:${port}/', { mode: 'no-cors' }).then(() => 'reached', () => 'refused')`;
    expect([host, await runInPage(request)]).toEqual([host, 'refused']);
  }
  expect(await runInPage(socket(`ws://127.0.0.1:${port}/`))).toBe('closed');
  const worker = `new Promise((resolve) => {
    const source = 'const tried = new WebSocket("ws://127.0.0.1:${port}/");' +
      'tried.onopen = () => postMessage("open"); tried.onclose = () => postMessage("closed");';
    new Worker(URL.createObjectURL(new Blob([source]))).onmessage = ({ data }) => resolve(data);
  })`;
  expect(await runInPage(worker)).toBe('closed');
  const serviceWorker = `(async () => {
    await navigator.serviceWorker.register('worker.js');
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
    active.postMessage('ws://127.0.0.1:${port}/', [port2]);
    return answer;
  })()`;
  expect(await runInPage(serviceWorker)).not.toBe('open');
  const relay = `{ urls: 'turn:127.0.0.1:${port}?transport=tcp', username: 'a', credential: 'b' }`;
  await runInPage(`(async () => {
    const call = new RTCPeerConnection({ iceServers: [${relay}], iceTransportPolicy: 'relay' });
    const end = new Promise((resolve) => { call.onicegatheringstatechange = () => call.iceGatheringState === 'complete' && resolve(); });
    call.createDataChannel('x');
    await call.setLocalDescription(await call.createOffer());
    await end;
  })()`);
  const transport = `new WebTransport('https://127.0.0.1:${port}/').ready.then(() => 'open', () => 'refused')`;
  expect(await runInPage(transport)).toBe('refused');
  expect((await shellFacts()).connectionCount).toBe(0);
});

test('is granted nothing but what an editor needs', async () => {
  const states = `Promise.all(['geolocation', 'notifications', 'clipboard-read', 'clipboard-write', 'midi', 'camera'].map(
    async (name) => ((await navigator.permissions.query({ name })).state === 'granted' ? name : '')))`;
  expect(((await runInPage(states)) as string[]).filter(Boolean)).toEqual(['clipboard-write']);
  const screen = `navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'shown', (error) => error.name)`;
  expect(await runInPage(screen)).not.toBe('shown');
});

test('does not leave, and opens no window', async () => {
  const { origin } = await shellFacts();
  expect(await runInPage("window.open('file:///etc/hostname') === null")).toBe(true);
  await runInPage("location.href = 'file:///etc/hostname'; new Promise((resolve) => setTimeout(resolve, 200))");
  expect(await runInPage('location.origin')).toBe(origin);
});
