import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectUsable } from './support/axe.ts';
import { hostPage, rememberServer } from './support/screen.ts';

/** The settings of Berth itself, and what helps when it is not as it should be. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 }, colorScheme: 'dark' });
let shell: FakeShell;
test.afterEach(() => shell.close());

const open = async (page: Page, query = '') => {
  shell = await startFakeShell(pageDirectory, { editorHost: 'view' });
  await rememberServer(page);
  await page.goto(`${shell.url}${query}`);
};
const openSettings = async (page: Page, part?: string) => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  if (part !== undefined) await dialog.getByRole('button', { name: part }).click();
  return dialog;
};
const scheme = (page: Page) => page.locator('html').getAttribute('data-mantine-color-scheme');

test('a theme and a number count at once, and are there after a reload; a reset takes them back', async ({ page }) => {
  await open(page);
  await hostPage(page);
  const dialog = await openSettings(page);
  await dialog.getByRole('radio', { name: 'Light' }).check({ force: true });
  await expect.poll(() => scheme(page)).toBe('light');
  await dialog.getByLabel('Hidden editors that stay loaded').selectOption('12');
  await expect.poll(() => shell.core.upkeep.settings.liveViewMost).toBe(12);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeFocused();
  await page.reload();
  await hostPage(page);
  expect(await scheme(page)).toBe('light');
  await openSettings(page);
  await expect(dialog.getByLabel('Hidden editors that stay loaded')).toHaveValue('12');

  await dialog.getByRole('button', { name: 'Troubleshooting' }).click();
  await dialog.getByRole('button', { name: 'Reset settings…' }).click();
  const question = page.getByRole('dialog', { name: 'Reset the settings?' });
  const loaded = page.waitForEvent('load');
  await question.getByRole('button', { name: 'Reset settings' }).click();
  await loaded;
  await hostPage(page);
  expect(await scheme(page)).toBe('dark');
  expect(shell.core.upkeep.settings.liveViewMost).toBe(6);
});

test('a change that cannot be kept says so and shows what counts', async ({ page }) => {
  await open(page);
  await hostPage(page);
  shell.core.upkeep.obstacle = 'The disk is full.';
  const dialog = await openSettings(page);
  await dialog.getByLabel('Hidden editors that stay loaded').selectOption('12');
  await expect(dialog.getByText('The disk is full.')).toBeVisible();
  await expect(dialog.getByLabel('Hidden editors that stay loaded')).toHaveValue('6');
});

test('a diagnosis is read before it is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await hostPage(page);
  const dialog = await openSettings(page, 'Troubleshooting');
  await dialog.getByRole('button', { name: 'Collect…' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Diagnosis' })).toHaveValue(/Shell: a stand-in/);
  await dialog.getByRole('button', { name: 'Copy diagnosis' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shell.core.upkeep.diagnosis);
  await dialog.getByRole('button', { name: 'Open the log’s folder' }).click();
  await expect.poll(() => shell.core.upkeep.showLogsCount).toBe(1);
  await dialog.getByRole('button', { name: 'Restart in safe mode' }).click();
  await expect.poll(() => shell.core.upkeep.restarts).toEqual([true]);
});

test('safe mode links no server by itself, and says what it is', async ({ page }) => {
  await open(page, '?safe');
  await expect(page.getByTestId('safe-bar')).toBeVisible();
  await page.getByTestId('server-frankfurt-1').click();
  await hostPage(page);
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/safe-mode.png' });
  await page.getByTestId('safe-bar').getByRole('button', { name: 'Troubleshooting…' }).click();
  await page.getByRole('button', { name: 'Restart as usual' }).click();
  await expect.poll(() => shell.core.upkeep.restarts).toEqual([false]);
});

test('a bug of the page is in Berth’s log', async ({ page }) => {
  await open(page);
  await hostPage(page);
  await page.evaluate(() => {
    setTimeout(() => void Promise.reject(new Error('planted')), 0);
  });
  await expect.poll(() => shell.core.upkeep.reported).toMatchObject([{ source: 'promise', message: 'planted' }]);
});
