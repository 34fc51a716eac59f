import { rm } from 'node:fs/promises';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { buildHostileShell, type HostileBuild } from '../support/build-hostile-shell.ts';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';
import type { HostileShell } from './hostile-shell.ts';
import '../support/page-globals.ts';

/** Whose the keys are on a real Electron: what the double cannot show is that its events and menus are so. */

skipWithoutElectron();

const own = process.platform === 'darwin' ? (['control', 'meta'] as const) : (['alt', 'shift'] as const);
const usual = process.platform === 'darwin' ? 'meta' : 'control';
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
  const bounds = { x: 0, y: 0, width: 800, height: 600 };
  const input = { tabId: 'a', profileId: 'alpha', instanceId: 'site-0a1b2c', origin, bounds };
  expect(await page.evaluate((asked) => window.client.views.open(asked), input)).toEqual({ ok: true, value: {} });
  await page.evaluate(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    const hear = async () => {
      for await (const { command } of window.client.shell.commands({})) asked.push(command);
    };
    hear().catch((error: unknown) => asked.push(String(error)));
  });
  await inView("window.typed = []; addEventListener('keydown', ({ code }) => window.typed.push(code)); true");
});
test.afterAll(async () => {
  await app?.close();
  if (built !== undefined) await rm(built.directory, { recursive: true });
});

/** Runs a script in the page of the host. */
const inView = (script: string): Promise<unknown> =>
  app.evaluate(
    ({ webContents }, code) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().includes('.berth.localhost'))
        ?.executeJavaScript(code, true),
    script,
  );

/** Presses keys in the view as the system does, which is before menus and the page. */
const press = (keyCode: string, modifiers: readonly ('alt' | 'shift' | 'control' | 'meta')[]) =>
  app.evaluate(
    ({ webContents }, [key, held]) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().includes('.berth.localhost'));
      contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: [...held] });
      contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers: [...held] });
    },
    [keyCode, modifiers] as const,
  );

const asked = () => page.evaluate(() => (window as unknown as { asked: string[] }).asked);

test('an editor gets the keys that everybody knows, and none of Berth’s', async () => {
  await inView('window.focus(); true');
  for (const key of ['W', 'N', 'T', 'P']) await press(key, [usual]);
  await press('K', own);
  await press('Tab', ['control']);
  await expect.poll(asked).toEqual(['palette']);
  await expect.poll(() => inView('window.typed.join()')).toBe('KeyW,KeyN,KeyT,KeyP,Tab');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the menu has what it offers, with the keys that are set', async () => {
  const found = await app.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu();
    return ['palette', 'close-tab'].map((id) => menu?.getMenuItemById(id)?.accelerator ?? null);
  });
  const expected = process.platform === 'darwin' ? ['Control+Meta+K', 'Control+Meta+W'] : ['Control+K', 'Alt+W'];
  expect(found).toEqual(expected);
});
