import { rm } from 'node:fs/promises';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { buildHostileShell, type HostileBuild } from '../support/build-hostile-shell.ts';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';
import type { HostileShell } from './hostile-shell.ts';
import '../support/page-globals.ts';

/** What only Electron itself can show of native views: pictures, full screen, keys, crashes, hanging. */

skipWithoutElectron();

const bounds = { x: 100, y: 60, width: 700, height: 500 };
const jpeg = /^data:image\/jpeg;base64,.{1000}/;
let built: HostileBuild;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  built = await buildHostileShell();
  app = await _electron.launch({
    args: [...electronFlags, built.main],
    env: { ...process.env, BERTH_BUILT_SHELL: built.directory },
  });
  page = await app.firstWindow();
  await page.waitForFunction(() => 'client' in window);
  const origin = await app.evaluate(async () => {
    const { hostileShell } = globalThis as unknown as { hostileShell: Promise<HostileShell> };
    return (await hostileShell).origin;
  });
  await page.evaluate(() => {
    window.seen = {};
    const watch = async () => {
      for await (const state of window.client.views.watch({})) window.seen[state.tabId] = state;
    };
    void watch();
  });
  const input = { tabId: 'a', profileId: 'alpha', instanceId: 'site-0a1b2c', origin, bounds };
  expect(await page.evaluate((asked) => window.client.views.open(asked), input)).toEqual({ ok: true, value: {} });
});
test.afterAll(async () => {
  await app?.close();
  if (built !== undefined) await rm(built.directory, { recursive: true });
});

const state = () => page.evaluate(() => window.seen.a ?? null);
const ask = <T>(question: (input: { tabId: string }) => Promise<T>) => page.evaluate(question, { tabId: 'a' });
const place = (isVisible: boolean) =>
  page.evaluate((input) => window.client.views.place(input), { tabId: 'a', bounds, isVisible });
const picture = async () => {
  const answer = await ask(({ tabId }) => window.client.views.snapshot({ tabId }));
  return answer.ok ? answer.value.image : answer.failure.message;
};
const viewBounds = () =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.contentView.children.at(-1)?.getBounds());

/** Runs a script in the page of the view, as if the user had pressed something. */
const runInView = (script: string): Promise<unknown> =>
  app.evaluate(
    ({ webContents }, code) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().includes('.berth.localhost'))
        ?.executeJavaScript(code, true),
    script,
  );

test('a view has a picture, also just after it was hidden, and when it is unloaded', async () => {
  await expect.poll(state).toMatchObject({ condition: 'live' });
  expect(await picture()).toMatch(jpeg);
  await place(false);
  expect(await picture()).toMatch(jpeg);
  await ask(({ tabId }) => window.client.views.unload({ tabId }));
  await expect.poll(state).toMatchObject({ condition: 'unloaded' });
  expect(await picture()).toMatch(jpeg);
  await place(true);
  await expect.poll(state).toMatchObject({ condition: 'live' });
});

test('the keys go to a view and back to the page, and a text is found', async () => {
  await ask(({ tabId }) => window.client.views.focus({ tabId }));
  await expect.poll(state).toMatchObject({ isFocused: true });
  await ask(() => window.client.views.focus({ tabId: null }));
  await expect.poll(state).toMatchObject({ isFocused: false });
  await runInView("document.body.append('needle and needle'); document.title = 'told'");
  await expect.poll(state).toMatchObject({ title: 'told' });
  await ask(({ tabId }) => window.client.views.find({ tabId, text: 'needle' }));
  await expect.poll(state).toMatchObject({ found: { matchCount: 2, activeMatch: 1 } });
  await ask(({ tabId }) => window.client.views.find({ tabId, text: 'needle', isNext: true }));
  await expect.poll(state).toMatchObject({ found: { matchCount: 2, activeMatch: 2 } });
});

test('a page that asks for it fills the window, until it is hidden', async () => {
  await runInView('document.documentElement.requestFullscreen()');
  await expect.poll(state).toMatchObject({ isFullscreen: true });
  await expect.poll(async () => (await viewBounds())?.x).toBe(0);
  await place(false);
  await expect.poll(state).toMatchObject({ isFullscreen: false });
  await place(true);
  await expect.poll(viewBounds).toEqual(bounds);
});

test('a page that crashes or hangs says so, and is loaded again', async () => {
  test.setTimeout(120_000);
  await app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) {
      if (contents.getURL().includes('.berth.localhost')) contents.forcefullyCrashRenderer();
    }
  });
  await expect.poll(state).toMatchObject({ condition: 'crashed' });
  await ask(({ tabId }) => window.client.views.reload({ tabId }));
  await expect.poll(state).toMatchObject({ condition: 'live' });
  await runInView('setTimeout(() => { for (;;); }, 100)');
  // A page is found to hang when it leaves a key or click without an answer for long.
  await app.evaluate(({ webContents }) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().includes('.berth.localhost'));
    contents?.sendInputEvent({ type: 'mouseDown', x: 10, y: 10, button: 'left', clickCount: 1 });
  });
  await expect.poll(state, { timeout: 60_000 }).toMatchObject({ condition: 'unresponsive' });
  await ask(({ tabId }) => window.client.views.reload({ tabId }));
  await expect.poll(state).toMatchObject({ condition: 'live' });
});
