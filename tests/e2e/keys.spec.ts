import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type { FakeCoreOptions } from '../support/fake-core/fake-core.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';

/** Everything is reached by keys: by the palette, by chords as the user has set them, and by what the shell hears. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  await shell.close();
  expect(shell.bugs).toEqual([]);
});

const open = async (page: Page, options: FakeCoreOptions = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
};
const palette = (page: Page) => page.getByRole('combobox', { name: 'Go to anything' });
const chosen = (page: Page) => page.locator('[role="option"][aria-selected="true"]');

test('the palette opens by its keys, finds by words, and goes by Enter', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await page.keyboard.type('actm');
  await expect(chosen(page)).toContainText('actmcp');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'actmcp', exact: true })).toHaveAttribute('aria-selected', 'true');

  // Back by the shell: its menu, or keys inside the editor.
  shell.core.commands.send('place-1');
  await expect(page.getByTestId('tab-host')).toHaveAttribute('aria-selected', 'true');
  shell.core.commands.send('palette');
  await expect(palette(page)).toBeFocused();
  await page.keyboard.type('resources');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Resources' })).toHaveAttribute('aria-selected', 'true');
});

test('arrows go round, Escape leaves everything as it was, and a dialog keeps the keys to itself', async ({ page }) => {
  await open(page);
  await button(page, 'Check up…').focus();
  await page.keyboard.press('Control+k');
  const first = await chosen(page).innerText();
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).not.toHaveText(first);
  await expect(chosen(page)).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).toContainText(first.split('\n')[0] ?? '');
  await page.keyboard.press('Alt+b');
  await expect(page.locator('.sidebar')).toBeVisible();
  shell.core.commands.send('sidebar');
  await expect(page.getByRole('status').filter({ hasText: 'Close what is open first.' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toHaveCount(0);
  await expect(button(page, 'Check up…')).toBeFocused();
  await page.keyboard.press('Alt+b');
  await expect(page.locator('.sidebar')).toHaveCount(0);
});

test('keys are changed by pressing them, clashes are told, and what is set counts at once and later', async ({
  page,
}) => {
  await open(page, { editorHost: 'view' });
  await page.keyboard.press('?');
  const sidebar = page.getByTestId('keys-sidebar');
  await sidebar.getByRole('button').first().click();
  await page.keyboard.press('Alt+c');
  await expect(page.getByText('“Check up the server…” has these keys, and would lose them.')).toBeVisible();
  await page.keyboard.press('Alt+j');
  await expect(page.getByText('Nothing else has these keys.')).toBeVisible();
  await button(page, 'Use').click();
  await expect(sidebar.getByRole('button').first()).toHaveText('Alt+J');
  await expect
    .poll(() => shell.core.commands.chords.find(({ command }) => command === 'sidebar')?.onPage)
    .toBe('Alt+J');

  // In editors, what VS Code does with them is told.
  const inEditors = sidebar.getByRole('button', { name: /in editors too/ });
  await inEditors.click();
  await page.keyboard.press('Control+p');
  await expect(page.getByText('VS Code has these keys for workbench.action.quickOpen.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inEditors).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('Alt+b');
  await expect(page.locator('.sidebar')).toBeVisible();
  await page.keyboard.press('Alt+j');
  await expect(page.locator('.sidebar')).toHaveCount(0);
  await page.reload();
  await expect(button(page, 'Show the sidebar')).toHaveAttribute('title', 'Show the sidebar (Alt+J)');
});
