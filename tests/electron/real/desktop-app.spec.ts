import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';

const root = path.resolve(import.meta.dirname, '../../..');

skipWithoutElectron();

let app: ElectronApplication;
let dataDirectory: string;

test.beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'berth-real-'));
  app = await _electron.launch({
    args: [...electronFlags, root],
    cwd: root,
    env: { ...process.env, BERTH_DATA_DIR: dataDirectory },
  });
});
test.afterAll(async () => {
  await app.close();
  await rm(dataDirectory, { recursive: true });
});

test('the page lives on app://berth, sandboxed, with one function of the preload', async () => {
  const page = await app.firstWindow();
  expect(page.url()).toBe('app://berth/');
  const seen = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer'];
    const api = (globalThis as unknown as { berth: object }).berth;
    return { origin: window.origin, leaks: names.filter((name) => name in globalThis), api: Object.keys(api) };
  });
  expect(seen).toEqual({ origin: 'app://berth', leaks: [], api: ['requestPort'] });
  const metrics = await app.evaluate(({ app: running }) => running.getAppMetrics());
  const renderers = metrics.filter(({ type }) => type === 'Tab');
  // The operating system's own word; Linux does not report it.
  if (process.platform !== 'linux') expect(renderers.every(({ sandboxed }) => sandboxed)).toBe(true);
  expect(renderers.length).toBe(1);
});

test('the page shows itself, which needs its port and its content security policy to work', async () => {
  const page = await app.firstWindow();
  await expect(page.locator('#root')).not.toBeEmpty();
  const response = await page.evaluate(async () => (await fetch('index.html')).headers.get('content-security-policy'));
  expect(response).toContain("script-src 'self'");
});

test('popups and navigation are refused', async () => {
  const page = await app.firstWindow();
  expect(await page.evaluate(() => window.open('file:///etc/hostname'))).toBeNull();
  await page.evaluate(() => {
    window.location.href = 'file:///etc/hostname';
  });
  await page.evaluate(() => fetch('index.html'));
  expect(page.url()).toBe('app://berth/');
  expect(app.windows().length).toBe(1);
});

test('the palette opens by its keys, and the menu is there', async () => {
  const page = await app.firstWindow();
  const palette = page.getByRole('combobox', { name: 'Go to anything' });
  await page.keyboard.press('ControlOrMeta+K');
  await expect(palette).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  const labels = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
  expect(labels.length).toBeGreaterThan(2);
});

test('a second start ends by itself, and the first window comes forward', async () => {
  const hidden = await app.evaluate(({ app: running, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
    return running.getPath('exe');
  });
  const second = spawn(hidden, [...electronFlags, root], {
    env: { ...process.env, BERTH_DATA_DIR: dataDirectory },
    stdio: 'ignore',
  });
  const exitCode = await new Promise((resolve) => second.once('exit', resolve));
  expect(exitCode).toBe(0);
  const isMinimized = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
  await expect.poll(isMinimized).toBe(false);
});

test('the keychain of the system keeps a secret, or says that there is none', async () => {
  const kept = await app.evaluate(async ({ safeStorage }) => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'there is none';
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
      return 'there is none';
    const encrypted = await safeStorage.encryptStringAsync('canary');
    return encrypted.includes('canary') ? 'as it is' : (await safeStorage.decryptStringAsync(encrypted)).result;
  });
  expect(['canary', 'there is none']).toContain(kept);
  if (process.platform !== 'linux') expect(kept).toBe('canary');
});
