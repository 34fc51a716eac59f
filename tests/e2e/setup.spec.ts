import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { poorChecks } from '../support/fake-core/fake-checks.ts';
import type { FakeCoreOptions } from '../support/fake-core/fake-core.ts';
import { barePlan, editorMissing, manyVersions, wrongHash } from '../support/fake-core/fake-plans.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { rememberServer } from './support/screen.ts';
import { bareOptions } from './support/screens/setup-screens.ts';

/** Making a server ready, looking at its health, and choosing its VS Code. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 }, permissions: ['clipboard-read', 'clipboard-write'] });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options: FakeCoreOptions = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
  await expect(page.getByTestId('footer-link')).toContainText('linked to frankfurt-1');
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test('a start that finds no VS Code leads over the plan and the setup to an open editor', async ({ page }) => {
  await open(page, bareOptions({ startFailure: editorMissing }, { stepMs: 60 }));
  const card = page.getByRole('region', { name: 'Setup of frankfurt-1' });
  await expect(card).toContainText('not ready for editors yet');
  await button(page, 'Start actmcp').click();
  const problem = page.getByTestId('problem');
  await expect(problem).toContainText('VS Code is not installed on this server.');
  await problem.getByRole('button', { name: 'Set up this server…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up frankfurt-1' });
  await expect(dialog.getByRole('checkbox', { name: 'code-server 4.139.1' })).toBeDisabled();
  await expect(dialog.getByRole('checkbox', { name: 'nginx' })).toBeChecked();
  await dialog.getByRole('checkbox', { name: 'tmux' }).uncheck();
  await expect(dialog.getByText('sudo -n apt-get install --yes --no-install-recommends nginx-light')).toBeVisible();
  await dialog.getByRole('button', { name: 'Set up, 2 steps' }).click();
  await expect(dialog.getByRole('progressbar', { name: 'Downloading code-server' })).toBeVisible();
  await expect(dialog.getByRole('status').filter({ hasText: 'frankfurt-1 is ready for editors.' })).toBeVisible();
  // The dialog has said it.
  await expect(page.locator('.footer-said')).not.toContainText('ready for editors');
  await dialog.getByRole('button', { name: 'Open actmcp' }).click();
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
  expect(shell.core.host('frankfurt-1').plan?.steps.find(({ id }) => id === 'package:tmux')?.state).toBe('todo');
});

test('a setup is hidden, found again after a reload, called off, fails and is tried again, and nothing of it is lost', async ({
  page,
}) => {
  const setupFailure = { stepId: 'code-server', failure: wrongHash };
  await open(page, bareOptions({ setupFailure, stallsAt: 'code-server' }, { stepMs: 250 }));
  await button(page, 'Set up this server…').click();
  const dialog = page.getByRole('dialog', { name: 'Set up frankfurt-1' });
  await dialog.getByRole('button', { name: 'Set up, 3 steps' }).click();
  await dialog.getByRole('button', { name: 'Hide' }).click();
  const card = page.getByRole('region', { name: 'Setup of frankfurt-1' });
  await expect(card).toContainText('This server is being set up');
  await page.reload();
  await expect(card).toContainText('This server is being set up');
  await card.getByRole('button', { name: 'Show' }).click();
  await dialog.getByText(/^Log/).click();
  await expect(dialog.getByRole('log')).toContainText('Unpacking nginx');
  await dialog.getByRole('button', { name: 'Cancel setup' }).click();
  await expect(dialog.getByText('The setup was cancelled.')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeFocused();
  delete shell.core.host('frankfurt-1').stallsAt;
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.locator('.footer-said')).toContainText('frankfurt-1: its setup stopped');
  await expect(card).toContainText('its sha256 is another one');
  await card.getByRole('button', { name: 'Show' }).click();
  await expect(dialog.getByText('its sha256 is another one')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Downloading code-server' })).toContainText('failed');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'frankfurt-1 is ready for editors.' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  // What opened the dialog is gone; the Tab key goes on from the page.
  await expect(page.getByRole('main')).toBeFocused();
});

test('a user without root is given the commands for somebody who has it', async ({ page }) => {
  await open(page, bareOptions({ plan: barePlan('none') }));
  await button(page, 'Set up this server…').click();
  const dialog = page.getByRole('dialog', { name: 'Set up frankfurt-1' });
  await dialog.getByRole('button', { name: 'Copy all' }).click();
  expect(await copied(page)).toBe(
    ['nginx-light', 'tmux'].map((name) => `sudo apt-get install --yes --no-install-recommends ${name}`).join('\n'),
  );
  // The plan is asked anew, and shows what was done by hand meanwhile.
  shell.core.host('frankfurt-1').plan = barePlan('root');
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await expect(dialog.getByRole('checkbox')).toHaveCount(3);
});

test('a check-up by keyboard: what needs the user, a fix in its place, a command to copy, the setup', async ({
  page,
}) => {
  await open(page, { ...bareOptions({ checks: poorChecks() }), stepMs: 40 });
  await expect(button(page, 'Set up this server…')).toBeVisible();
  await page.keyboard.press('Alt+c');
  const drawer = page.getByRole('dialog', { name: 'Check-up of frankfurt-1' });
  await expect(drawer.getByText('3 problems, 2 warnings, 7 well.')).toBeVisible();
  const linger = drawer.getByTestId('check-linger');
  shell.core.host('frankfurt-1').fixFailure = wrongHash;
  await linger.getByRole('button', { name: 'Allow lingering' }).click();
  await linger.getByRole('button', { name: 'Try again' }).click();
  await expect(linger).toContainText('fixed');
  // The button is gone; the Tab key goes on from the finding.
  await expect(linger).toBeFocused();
  await expect(drawer.getByText('3 problems, 1 warning, 8 well.')).toBeVisible();
  await drawer.getByTestId('check-exposure').getByRole('button', { name: 'Copy' }).click();
  expect(await copied(page)).toBe('kill 2977');
  await drawer.getByRole('button', { name: 'Copy as text' }).click();
  await expect.poll(() => copied(page)).toContain('Looked at again after a fix:\n9. ok: After you log out.');
  await expect(drawer.getByTestId('check-clock')).toBeHidden();
  await drawer.locator('summary').click();
  await expect(drawer.getByTestId('check-clock')).toContainText('It agrees with this computer');
  await drawer.getByRole('button', { name: 'Set it up…' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('dialog', { name: 'Set up frankfurt-1' })).toContainText('Will be done');
});

test('another version comes beside the others, and one click goes back', async ({ page }) => {
  const options = bareOptions({ codeServers: manyVersions() }, { stepMs: 100 });
  await open(page, options);
  await button(page, 'More for server frankfurt-1').click();
  await page.keyboard.press('v');
  const dialog = page.getByRole('dialog', { name: 'VS Code on frankfurt-1' });
  const older = dialog.getByRole('list', { name: 'Editors that run with it' });
  await expect(older.getByText('pytorch-transformers')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Remove 4.138.0' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Update to 4.139.2' }).click();
  const update = page.getByRole('dialog', { name: 'Update VS Code on frankfurt-1' });
  await expect(update.getByRole('progressbar')).toBeVisible();
  await expect(update.getByRole('status')).toContainText('is up to date');
  await update.getByRole('button', { name: 'Show versions' }).click();

  await expect(dialog.getByRole('listitem').first()).toContainText('4.139.2');
  await dialog.getByRole('button', { name: 'Restart all 2…' }).click();
  await page.getByRole('dialog', { name: 'Restart 2 editors?' }).getByRole('button', { name: 'Restart all 2' }).click();
  await expect(dialog).toContainText('waits for its restart');
  await expect(dialog).toContainText('actmcp, pytorch-transformers run with it.');
  await expect(older).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Go back to it: 4.139.1' }).click();
  await expect(dialog).toContainText('this server starts editors with 4.139.1');
  await dialog.getByRole('button', { name: 'Restart to use 4.139.1: actmcp' }).click();
  await expect(dialog).toContainText('actmcp runs with it.');
  await dialog.getByRole('button', { name: 'Remove 4.130.2' }).click();
  await expect(dialog.getByRole('button', { name: /^Remove/ })).toHaveCount(2);
});
