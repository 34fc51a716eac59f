import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';

/** How the app looks after itself, as only real Electron shows: safe mode, dumps, a page that comes back, figures of its own. */

const root = path.resolve(import.meta.dirname, '../../..');

skipWithoutElectron();

let app: ElectronApplication;
let page: Page;
let dataDirectory: string;

test.beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-real-'));
  const env = { ...process.env, BERTH_DATA_DIR: dataDirectory };
  app = await _electron.launch({ args: [...electronFlags, root, '--safe'], cwd: root, env });
  page = await app.firstWindow();
});
test.afterAll(async () => {
  await app.close();
  await rm(dataDirectory, { recursive: true });
});

test('safe mode says so, and does without the graphics card', async () => {
  expect(page.url()).toBe('app://berth/?safe');
  await expect(page.getByTestId('safe-bar')).toBeVisible();
  const isAccelerated = await app.evaluate(({ app: running }) => running.isHardwareAccelerationEnabled());
  expect(isAccelerated).toBe(false);
});

test('the page answers within a second', async () => {
  const interactiveMs = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
  });
  expect(interactiveMs).toBeLessThan(1_000);
});

test('a diagnosis has the real versions', async () => {
  await page.getByTestId('safe-bar').getByRole('button', { name: 'Troubleshooting…' }).click();
  await page.getByRole('button', { name: 'Collect…' }).click();
  const electron = await app.evaluate(() => process.versions.electron);
  const told = page.getByRole('textbox', { name: 'Diagnosis' });
  await expect(told).toHaveValue(new RegExp(`^Electron: ${electron}, Chromium \\d+`, 'm'));
  await expect(told).toHaveValue(/in safe mode$/m);
  await page.keyboard.press('Escape');
});

test('a page that crashes leaves a dump here, and is loaded again', async () => {
  // Windows has no signal that a process takes for a fault of its own.
  test.skip(process.platform === 'win32', 'only by hand there');
  const reloaded = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise((resolve) => {
        BrowserWindow.getAllWindows()[0]?.webContents.once('did-finish-load', () => resolve(true));
      }),
  );
  await app.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    if (pid !== undefined && pid > 0) process.kill(pid, 'SIGSEGV');
  });
  expect(await reloaded).toBe(true);
  const files = async () => (await readdir(path.join(dataDirectory, 'crashes'), { recursive: true })).join('\n');
  await expect.poll(files, { timeout: 20_000 }).toContain('.dmp');
});
