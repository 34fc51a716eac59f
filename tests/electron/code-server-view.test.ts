import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { system } from './double/system.ts';
import { type LocalCodeServer, startCodeServer } from './support/start-code-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

let codeServer: LocalCodeServer;
let shell: TestShell;
beforeAll(async () => {
  codeServer = await startCodeServer('alpha', 'repository');
  shell = await startShell();
}, 300_000);
afterAll(async () => {
  await shell.close();
  await codeServer.stop();
});

/** Opens a file from the explorer, which may draw its rows anew just as one of them is clicked. */
async function openFile(page: Page, name: string): Promise<void> {
  const row = page.locator(`.explorer-folders-view .monaco-list-row:has-text("${name}")`);
  const line = page.locator('.editor-instance .view-line').first();
  await row.waitFor({ timeout: 60_000 });
  const open = async () => {
    await row.click();
    return line.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(open, { timeout: 60_000 }).toBe(true);
}

/** Runs a command by its title. The list shows what is known when it opens, and extensions may still be on their way. */
async function runCommand(page: Page, title: string): Promise<void> {
  const row = page.locator(`.quick-input-widget .monaco-list-row:has-text("${title.replace(/^.*: /, '')}")`).first();
  const input = page.locator('.quick-input-widget input');
  const offer = async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    // Filled rather than typed: a preview beside it may still take the keys.
    await input.fill(`>${title}`, { timeout: 3_000 }).catch(() => undefined);
    return row.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(offer, { timeout: 60_000 }).toBe(true);
  await input.press('Enter');
}

/** The text of every frame inside the page. */
async function frameTexts(page: Page): Promise<string[]> {
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  const texts = frames.map((frame) =>
    frame.evaluate(() => document.body?.innerText ?? '').catch(() => 'a frame that is being replaced'),
  );
  return Promise.all(texts);
}

it('VS Code works behind all guards: workbench, webview, terminal and downloads', { timeout: 240_000 }, async () => {
  const { origin } = await shell.gate.admit(codeServer.target);
  const opening = shell.page.evaluate((input) => window.client.views.open(input), {
    tabId: 'tab',
    profileId: 'alpha',
    instanceId: 'repository',
    origin,
    bounds: { x: 0, y: 0, width: 1_200, height: 800 },
  });
  await expect.poll(() => shell.window.views.length).toBe(1);
  const contents = shell.window.views[0]?.webContents;
  if (contents === undefined) throw new Error('the view is gone');
  const refused: string[] = [];
  contents.on('will-frame-navigate', ({ url, defaultPrevented }) => {
    if (defaultPrevented) refused.push(url);
  });
  const page = await contents.page;
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText.includes('BLOCKED_BY_CLIENT')) refused.push(request.url());
  });
  expect(await opening).toEqual({ ok: true, value: {} });

  await openFile(page, 'README.md');
  await runCommand(page, 'Markdown: Open Preview to the Side');
  await expect
    .poll(async () => (await frameTexts(page)).join('\n'), { timeout: 60_000 })
    .toContain('Hello from the preview');
  await runCommand(page, 'Terminal: Create New Terminal');
  await page.locator('.terminal-wrapper .xterm').waitFor({ timeout: 60_000 });

  const directory = await mkdtemp(path.join(tmpdir(), 'berth-download-'));
  system.downloadDirectory = directory;
  await page.locator('.explorer-folders-view .monaco-list-row:has-text("README.md")').click({ button: 'right' });
  await page.getByText('Download...').click();
  const saved = () => readFile(path.join(directory, 'README.md'), 'utf8').catch(() => '');
  await expect.poll(saved).toContain('Hello from the preview');
  system.downloadDirectory = null;
  await rm(directory, { recursive: true });

  expect(refused).toEqual([]);
  expect(system.questions).toEqual([]);
  expect(shell.gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 });
});
