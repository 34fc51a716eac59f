import type { Page } from '@playwright/test';
import { openApp } from '../support/app/workbench.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseForServer } from './support/screen.ts';
import { stopAll } from './support/stop-all.ts';

/** Settings of a real host and of its editors, through the page. */

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let page: Page;
test.beforeAll(async ({ browser, app }) => {
  const browserContext = await browser.newContext({ viewport: { width: 1360, height: 820 }, colorScheme: 'light' });
  page = await browserContext.newPage();
  await openApp(page, app);
});
test.afterAll(async ({ app }) => {
  await page.context().close();
  await stopAll(app);
});

const context = { signal: new AbortController().signal };

test('a host’s settings are checked, saved on the host, and read back', async ({ app }) => {
  await chooseForServer(page, 'Settings…');
  const dialog = page.getByRole('dialog', { name: 'Settings of sandbox' });
  const minutes = dialog.getByRole('textbox', { name: 'Idle minutes' });
  await minutes.fill('20000');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Idle minutes must be at most a week')).toBeVisible();
  await minutes.fill('45');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Saved on the server.')).toBeVisible();
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/host-settings.png' });
  expect((await app.host.run('cat ~/.local/share/berth/settings')).stdout).toMatch(/idleMinutes=45/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await chooseForServer(page, 'Settings…');
  await expect(dialog.getByRole('textbox', { name: 'Idle minutes' })).toHaveValue('45');
  await page.keyboard.press('Escape');
});

test('what is typed while a host saves is not said to be saved', async ({ app }) => {
  const saved = async () => (await app.host.run('cat ~/.local/share/berth/settings')).stdout;
  await chooseForServer(page, 'Settings…');
  const dialog = page.getByRole('dialog', { name: 'Settings of sandbox' });
  const minutes = dialog.getByRole('textbox', { name: 'Idle minutes' });
  await minutes.fill('46');
  await minutes.evaluate((field) => {
    if (!(field instanceof HTMLInputElement)) throw new Error('no field');
    field.form?.requestSubmit();
    // React only hears of a value that was set past its own setter.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, '45');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(minutes).toHaveValue('45');
  await expect.poll(saved).toMatch(/idleMinutes=46/);
  await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  await expect(dialog.getByText('Saved on the server.')).toBeHidden();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText('Saved on the server.')).toBeVisible();
  expect(await saved()).toMatch(/idleMinutes=45/);
  await page.keyboard.press('Escape');
});

test('an editor’s variable counts after the restart that the dialog offers', async ({ app }) => {
  await page.getByRole('button', { name: 'Start harbor-api' }).click();
  const row = page.getByRole('row', { name: 'harbor-api' });
  await expect(row).toContainText('running', { timeout: 40_000 });
  await page.getByRole('button', { name: 'More for harbor-api' }).click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings of harbor-api' });
  await expect(dialog.getByText('There, editors sleep after 45 minutes.')).toBeVisible();
  const adder = dialog.getByRole('button', { name: 'Add a variable' });
  await adder.click();
  await expect(dialog.getByLabel('Name of variable 1')).toBeFocused();
  await dialog.getByRole('button', { name: 'Remove variable 1' }).press('Enter');
  await expect(adder).toBeFocused();
  await adder.press('Enter');
  await dialog.getByLabel('Name of variable 1').fill('NODE_OPTIONS');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('This variable is set by Berth or the system')).toBeVisible();
  await dialog.getByLabel('Name of variable 1').fill('GREETING');
  await dialog.getByLabel('Value of GREETING').fill('ahoy = "there"');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/instance-settings.png' });
  const holders = 'grep -lzxF \'GREETING=ahoy = "there"\' /proc/[0-9]*/environ 2>/dev/null | wc -l';
  expect((await app.host.run(holders)).stdout.trim()).toBe('0');
  await dialog.getByRole('button', { name: 'Restart now' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(async () => Number((await app.host.run(holders)).stdout), { timeout: 40_000 }).toBeGreaterThan(0);
  await expect(row).toContainText('running', { timeout: 20_000 });
});

test('one repository’s settings become what others begin with, and plain again', async ({ app }) => {
  await chooseForServer(page, 'Settings…');
  const dialog = page.getByRole('dialog', { name: 'Settings of sandbox' });
  const group = dialog.getByRole('region', { name: 'What editors begin with' });
  await expect(group.getByText('Plain VS Code, without extensions.')).toBeVisible();
  await group.getByRole('combobox', { name: 'Take those of' }).selectOption('harbor-api');
  await group.getByRole('button', { name: 'Use for others' }).click();
  await expect(group.getByText(/^harbor-api: its settings and 0 extensions/)).toBeVisible({ timeout: 20_000 });
  expect((await app.host.run('ls ~/.local/share/berth/base')).stdout).toContain('source');
  await group.getByRole('button', { name: 'Begin plain again' }).click();
  await expect(group.getByText('Plain VS Code, without extensions.')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the range of ports shows who holds what, is changed in place, and a check puts a lost claim right', async ({
  app,
}) => {
  await page.getByRole('tab', { name: 'Ports' }).click();
  const range = page.getByRole('form', { name: 'Ports for editors' });
  const cells = range.getByRole('list', { name: 'Ports of the range' }).getByRole('listitem');
  await expect(cells).toHaveCount(12);
  await expect(cells.filter({ hasText: 'harbor-api' })).toHaveAttribute('data-state', 'instance', { timeout: 20_000 });
  await range.getByLabel('Last port for editors').fill('8000');
  await expect(range.getByText('Last port must not be below the first port')).toBeVisible();
  await range.getByLabel('Last port for editors').fill('8889');
  await expect(range.getByText('2 ports, one for each editor: room for 1 more editor.')).toBeVisible();
  await range.getByRole('button', { name: 'Save' }).click();
  await expect(range.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  const saved = await app.shell.core.handlers.profiles.list({}, context);
  expect(saved).toMatchObject({ ok: true, value: [{ portFirst: 8888, portLast: 8889 }] });

  await app.host.run('rm ~/.local/share/berth/ports/8888');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText(/put right:/)).toBeVisible({ timeout: 20_000 });
  expect((await app.host.run('cat ~/.local/share/berth/ports/8888')).stdout).toContain('harbor-api');
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/port-check.png' });

  await range.getByLabel('Last port for editors').fill('8899');
  await range.getByRole('button', { name: 'Save' }).click();
  await expect(range.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(cells).toHaveCount(12);
});
