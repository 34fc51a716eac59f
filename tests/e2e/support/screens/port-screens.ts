import { expect, type Page } from '@playwright/test';
import { button, hostPage, isPhone, type Screen } from '../screen.ts';

/** Goes to the ports of the shown host. */
export async function showPorts(page: Page): Promise<void> {
  await hostPage(page);
  await page.getByRole('tab', { name: 'Ports' }).click();
  await expect(page.getByRole('table', { name: /Listening on this server/ })).toBeVisible();
}

/** The line of a port. */
export const portRow = (page: Page, port: number) => page.locator(`tr[data-port="${port}"]`);

/** Chooses from the menu of a port. */
export async function chooseForPort(page: Page, port: number, entry: string): Promise<void> {
  await button(page, `More for port ${port}`).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

/** The table of ports in every form. */
export const portScreens: readonly Screen[] = [
  {
    name: 'ports',
    async show(page) {
      await showPorts(page);
      await button(page, 'Forward port 5432').click();
      await expect(portRow(page, 5432)).toContainText('localhost:41234');
    },
  },
  {
    name: 'ports-forwarded',
    async show(page, shell) {
      await showPorts(page);
      await button(page, 'Forward port 5432').click();
      await button(page, 'Open port 5173 in a tab').click();
      await expect(page.frameLocator('iframe').getByText('editor of port-5173')).toBeVisible();
      if (isPhone(page)) await button(page, 'Overview').click();
      else await page.getByTestId('tab-host').click();
      await page.getByRole('combobox', { name: 'Remember the web page of port 5173' }).selectOption('actmcp');
      await page.getByRole('radio', { name: 'Forwarded' }).check();
      shell.core.forwards.setState('frankfurt-1', 'waiting');
      await expect(portRow(page, 5173)).toContainText('waits for the link');
    },
  },
  {
    name: 'ports-none-forwarded',
    async show(page) {
      await showPorts(page);
      await page.getByRole('radio', { name: 'Forwarded' }).check();
      await expect(page.getByText('Nothing is forwarded to this computer yet.')).toBeVisible();
    },
  },
  {
    name: 'port-menu',
    async show(page) {
      await showPorts(page);
      await button(page, 'More for port 5173').click();
      await expect(page.getByRole('menuitem', { name: 'Open in a tab' })).toBeVisible();
    },
  },
  {
    name: 'port-taken',
    async show(page) {
      await showPorts(page);
      await chooseForPort(page, 5432, 'Forward to a local port…');
      await button(page, 'Forward').click();
      await expect(button(page, 'Use 5433')).toBeVisible();
    },
  },
  {
    name: 'tab-page',
    async show(page) {
      await hostPage(page);
      await button(page, 'Open port 5173 of actmcp').click();
      await expect(page.frameLocator('iframe').getByText('editor of port-5173')).toBeVisible();
    },
  },
];
