import { expect, type Locator, type Page } from '@playwright/test';
import type { LinkProxy } from '../../../support/sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

const slow = { timeout: 60_000 };

/** A button of Berth's own page, by its whole name. */
export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

/** Puts a text into a field as the system's paste does; the page itself may not read the clipboard. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** From the page that nobody used before to a linked server: one line is pasted, one fingerprint compared. */
export async function addServer(page: Page, host: SandboxHost, { port }: LinkProxy, name: string): Promise<void> {
  await button(page, 'Add a server').last().click();
  const form = page.getByRole('dialog', { name: 'Add servers' });
  await paste(form.getByLabel('Address'), `ssh ${host.ssh.user}@127.0.0.1 -p ${port} -i "${host.ssh.keyPath}"`);
  await form.getByLabel('Name in Berth').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('fingerprint')).toHaveText(host.hostKey.fingerprint, { timeout: 20_000 });
  await button(page, 'Trust and connect').click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible({ timeout: 20_000 });
}

/** Agrees to the plan of a setup as it is proposed, and waits until the server is ready. */
export async function setUp(page: Page): Promise<void> {
  await button(page, 'Set up this server…').click(slow);
  const dialog = page.getByRole('dialog', { name: /^Set up / });
  await dialog.getByRole('button', { name: /^Set up, / }).click(slow);
  await expect(dialog.getByText('is ready for editors')).toBeVisible({ timeout: 90_000 });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** Starts a repository and opens it once it runs. */
export async function startAndOpen(page: Page, repository: string): Promise<void> {
  await button(page, `Start ${repository}`).click(slow);
  await button(page, `Open ${repository}`).click(slow);
}

/** Shows a tab of the window by its name. */
export async function showTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Removes everything of Berth from the server, as it is shown and confirmed. */
export async function cleanUp(page: Page, name: string): Promise<void> {
  await button(page, 'Clean up…').click();
  const dialog = page.getByRole('dialog', { name: `Clean up ${name}` });
  await dialog.getByRole('radio', { name: /^Everything of Berth/ }).check();
  await dialog.getByLabel(new RegExp(`^Type ${name} to confirm`)).fill(name, slow);
  await dialog.getByRole('button', { name: /^Remove \d+ items/ }).click();
  await expect(dialog.getByText(/items removed/)).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

/** Chooses from the menu of a repository. */
export async function chooseFor(page: Page, repository: string, entry: string): Promise<void> {
  await button(page, `More for ${repository}`).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}
