import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { app } from '../../tests/electron/double/app.ts';
import { takeWindow, viewOf, workbenchOf } from '../../tests/electron/support/screen.ts';
import { type Desktop, makeDesktop } from '../../tests/electron/support/start-desktop.ts';
import { knownHostsLine, sandboxDraft } from '../../tests/support/app/test-core.ts';
import type { SandboxHost } from '../../tests/support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../tests/support/sandbox/start-sandbox.ts';

const directory = path.resolve(import.meta.dirname, '../../docs/images');
const [width, height] = [1440, 860];

/** Starts the app on a saved server, dark as the other pictures, and so are the views that are made from then on. */
async function begin(desktop: Desktop, host: SandboxHost): Promise<void> {
  await desktop.start();
  const { page, window, core, dataDirectory } = desktop;
  app.on('web-contents-created', (_event, contents) => {
    void contents.page.then((opened) => opened.emulateMedia({ colorScheme: 'dark' }));
  });
  window.resizeTo(width, height);
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: 'dark' });
  const added = await core.handlers.profiles.add(sandboxDraft(host), { signal: new AbortController().signal });
  if (!added.ok) throw new Error(added.failure.message);
  await writeFile(path.join(dataDirectory, 'known_hosts'), knownHostsLine(host), { mode: 0o600 });
  await page.reload();
}

async function take({ window }: Desktop, name: string): Promise<void> {
  await takeWindow(window, path.join(directory, `${name}.png`), { isForPeople: true });
}

/** Presses a chord of Berth's in the editor of a repository. */
async function press({ window }: Desktop, repository: string, letter: string): Promise<void> {
  const { webContents } = await viewOf(window, repository);
  await webContents.press(letter, { code: `Key${letter}`, alt: true, shift: true });
}

/** Opens a repository in a tab; its files are listed. */
async function open({ page, window }: Desktop, repository: string) {
  await page.getByRole('tab', { name: 'sandbox', exact: true }).click();
  await page.locator('.repository-name').getByRole('button', { name: repository, exact: true }).click();
  return workbenchOf(window, repository);
}

/** Takes the README's pictures of the desktop app: its page and the native views above it, as they lie in the window. */
async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox();
  stack.defer(() => host.stop());
  const desktop = await makeDesktop();
  stack.defer(() => desktop.close());
  await begin(desktop, host);
  const { page, window } = desktop;

  const harbor = await open(desktop, 'harbor-api');
  await harbor.openTerminal();
  await harbor.type('git log --oneline | head -7');
  await harbor.explorerRows.filter({ hasText: 'src' }).click();
  await harbor.explorerRows.filter({ hasText: 'main.js' }).click();
  await harbor.frame.locator('.editor-instance .view-line').first().waitFor();
  await harbor.command('View: Toggle Primary Side Bar Visibility');
  const tide = await open(desktop, 'tide-charts');
  await tide.openTerminal();
  await tide.command('View: Toggle Panel Visibility');
  await tide.explorerRows.filter({ hasText: 'README.md' }).click();
  await tide.frame.locator('.editor-instance .view-line').first().waitFor();
  await tide.command('Markdown: Open Preview');
  const preview = tide.frame.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await preview.locator('h1').first().waitFor();
  await press(desktop, 'tide-charts', 'Y');
  await expect(() => expect(window.views.every((view) => view.getVisible())).toBe(true)).toPass();
  // Each editor is given the size of its half by the first picture, and its terminal tells that for a moment.
  await take(desktop, 'desktop');
  await expect(harbor.frame.locator('.terminal-resize-overlay.visible')).toHaveCount(0);
  await take(desktop, 'desktop');
  await press(desktop, 'tide-charts', 'K');
  const palette = page.getByRole('dialog').getByRole('combobox');
  await palette.fill('tab');
  await expect(page.locator('.editor-backdrop')).toHaveCount(2);
  await take(desktop, 'palette');
  await palette.fill('keys');
  await palette.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).getByText('Go to anything').first().waitFor();
  await take(desktop, 'keys');
}

await main();
