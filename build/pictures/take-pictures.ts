import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startTestApp } from '../../tests/support/app/test-app.ts';
import { openApp, Workbench } from '../../tests/support/app/workbench.ts';
import { chromiumOptions } from '../../tests/support/chromium.ts';

const directory = path.resolve(import.meta.dirname, '../../docs/images');
const take = (page: Page, name: string) => page.screenshot({ path: path.join(directory, `${name}.png`) });

/** Fills the tab with what people look at all day: code, its preview, a terminal. */
async function showEditor(page: Page): Promise<void> {
  await page.locator('.repository-name').getByRole('button', { name: 'harbor-api' }).click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await harbor.openTerminal();
  await harbor.type('git log --oneline --stat | head -12');
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  await harbor.command('Markdown: Open Preview to the Side');
  const preview = harbor.frame.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await preview.locator('h1').first().waitFor();
}

/** `npm run pictures`: takes the README's pictures from the real app on a real host. */
async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const app = await startTestApp();
  stack.defer(() => app.close());
  const browser = await chromium.launch(chromiumOptions);
  stack.defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, colorScheme: 'dark' });
  await openApp(page, app);
  await page.getByRole('button', { name: 'Start lighthouse-docs' }).click();
  await page.getByRole('button', { name: 'Open lighthouse-docs' }).waitFor();
  await showEditor(page);
  await take(page, 'editor');
  await page.getByRole('tab', { name: 'sandbox', exact: true }).click();
  await page.getByRole('button', { name: 'Open harbor-api' }).waitFor();
  await take(page, 'server');
  await page.setViewportSize({ width: 380, height: 800 });
  await take(page, 'phone');
}

await main();
