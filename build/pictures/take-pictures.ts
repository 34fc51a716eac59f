import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { startTestApp } from '../../tests/support/app/test-app.ts';
import { openApp, Workbench } from '../../tests/support/app/workbench.ts';
import { chromiumOptions } from '../../tests/support/chromium.ts';

const directory = path.resolve(import.meta.dirname, '../../docs/images');
const desktop = { width: 1360, height: 820 };
const calmPercent = 50;
const calmWithinMs = 60_000;

/** Waits until the start of what is shown is over for the processor too, and says so when it does not come to that. */
async function whenCalm(page: Page): Promise<void> {
  const meter = page.locator('.meter', { hasText: 'CPU' }).locator('.meter-value');
  const isCalm = async () => expect(Number.parseInt(await meter.innerText(), 10)).toBeLessThan(calmPercent);
  await expect(isCalm)
    .toPass({ timeout: calmWithinMs })
    .catch(() => console.warn(`The processor was busier than ${calmPercent} % all the time; the pictures show that.`));
}

async function take(page: Page, name: string): Promise<void> {
  // Nothing is told or lit up below the mouse there.
  await page.mouse.move(1, 1);
  await page.screenshot({ path: path.join(directory, `${name}.png`) });
}

/** Fills the tab with what people look at all day: code, its preview, a terminal. */
async function showEditor(page: Page): Promise<void> {
  await page.locator('.repository-name').getByRole('button', { name: 'harbor-api' }).click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await harbor.openTerminal();
  await harbor.type('git log --oneline --stat | head -7');
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  await harbor.command('Markdown: Open Preview to the Side');
  const preview = harbor.frame.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await preview.locator('h1').first().waitFor();
  // VS Code takes a hover back only for a mouse that goes on within its page: here to the empty part of the explorer.
  await harbor.frame.locator('.explorer-folders-view').hover();
  await expect(harbor.frame.locator('.monaco-hover').filter({ visible: true })).toHaveCount(0);
}

/** `npm run pictures`: takes the README's pictures from the real app on a real host. */
async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const app = await startTestApp();
  stack.defer(() => app.close());
  const browser = await chromium.launch(chromiumOptions);
  stack.defer(() => browser.close());
  const page = await browser.newPage({ viewport: desktop, colorScheme: 'dark' });
  await openApp(page, app);
  for (const name of ['lighthouse-docs', 'tide-charts']) {
    await page.getByRole('button', { name: `Start ${name}` }).click();
    await page.getByRole('button', { name: `Open ${name}` }).waitFor();
  }
  await page.getByRole('button', { name: 'More for tide-charts' }).click();
  await page.getByRole('menuitem', { name: 'Put to sleep' }).click();
  await page.getByRole('button', { name: 'Wake tide-charts' }).first().waitFor();
  await showEditor(page);
  await whenCalm(page);
  await take(page, 'editor');
  await page.getByRole('tab', { name: 'sandbox', exact: true }).click();
  await page.getByRole('button', { name: 'Open harbor-api' }).waitFor();
  await whenCalm(page);
  await take(page, 'server');
  await page.setViewportSize({ width: 380, height: 800 });
  await take(page, 'phone');
  await page.setViewportSize(desktop);
  await page.getByRole('button', { name: /^Connection to sandbox/ }).click();
  const panel = page.getByRole('dialog', { name: 'Connection to sandbox' });
  await panel.getByRole('button', { name: 'Diagnose' }).click();
  await panel.getByRole('button', { name: 'Copy diagnosis' }).waitFor();
  await take(page, 'connection');
}

await main();
