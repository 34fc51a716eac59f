import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { rememberServer } from './support/screen.ts';
import { chooseForPort, portRow, showPorts } from './support/screens/port-screens.ts';

/** What the ports of a server promise: they are found, brought here with one click, and stay until somebody stops them. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page) => {
  shell = await startFakeShell(pageDirectory);
  await rememberServer(page);
  await page.goto(shell.url);
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const pageIn = (page: Page) => page.frameLocator('iframe[title="Port 5173"]').getByText('editor of port-5173');

test('a development server is offered and opens in a tab, which a reload brings back and Stop takes away', async ({
  page,
}) => {
  await open(page);
  await expect(page.getByRole('list', { name: 'Development servers' })).toContainText('actmcp listens on 5173');
  await button(page, 'Open port 5173 of actmcp').click();
  await expect(pageIn(page)).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Port 5173' })).toHaveAttribute('aria-selected', 'true');
  await page.reload();
  await expect(pageIn(page)).toBeVisible();
  await page.getByTestId('tab-host').click();
  await expect(page.getByRole('list', { name: 'Development servers' })).toHaveCount(0);
  await showPorts(page);
  await chooseForPort(page, 5173, 'Stop the web page');
  await expect(page.getByRole('tab', { name: 'Port 5173' })).toHaveCount(0);
  await expect(portRow(page, 5173)).not.toContainText('Web page');
});

test('an offer that is put away stays away', async ({ page }) => {
  await open(page);
  await button(page, 'Not now: port 5173 of actmcp').click();
  await expect(page.getByRole('list', { name: 'Development servers' })).toHaveCount(0);
  await showPorts(page);
  await expect(page.getByRole('list', { name: 'Development servers' })).toHaveCount(0);
  await expect(portRow(page, 5173)).toContainText('actmcp');
});

test('a port becomes a local one; a taken one is told with a free one, and it may be remembered', async ({ page }) => {
  await open(page);
  await showPorts(page);
  await chooseForPort(page, 5432, 'Forward to a local port…');
  const dialog = page.getByRole('dialog', { name: 'Forward port 5432' });
  await dialog.getByLabel('Port on this computer').fill('80');
  await expect(button(page, 'Forward')).toBeDisabled();
  await dialog.getByLabel('Port on this computer').fill('5432');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText('Port 5432 of this computer is taken by another program.');
  await button(page, 'Use 5433').click();
  await expect(dialog).toHaveCount(0);
  await expect(portRow(page, 5432)).toContainText('localhost:5433');
  const remember = page.getByRole('combobox', { name: 'Remember the local port of port 5432' });
  await remember.selectOption({ label: 'With billing-api' });
  await expect(remember).toHaveValue('billing-api');
  await button(page, 'Stop forwarding port 5432').click();
  await expect(portRow(page, 5432)).not.toContainText('localhost');
});

test('the table is sorted, filtered, searched and walked by keyboard', async ({ page }) => {
  await open(page);
  await showPorts(page);
  const ports = async () => page.locator('tr[data-port]').evaluateAll((rows) => rows.map((row) => row.dataset.port));
  expect(await ports()).toEqual(['22', '53', '5173', '5432', '8887', '8888', '8889', '8890', '8891']);
  await expect(portRow(page, 22)).toContainText('every network');
  await expect(portRow(page, 53)).toContainText('udp');
  await expect(portRow(page, 53).getByRole('button')).toHaveCount(0);
  await page.getByRole('columnheader', { name: 'Port' }).getByRole('button').click();
  expect((await ports())[0]).toBe('8891');
  await page.getByRole('radio', { name: 'Reachable' }).check();
  expect(await ports()).toEqual(['22']);
  await page.getByRole('searchbox', { name: 'Search ports' }).fill('nobody');
  await expect(page.getByText('Nothing matches “nobody”.')).toBeVisible();
  await page.getByRole('button', { name: /^Show all \d+ ports$/ }).click();
  await button(page, 'Open port 5173 in a tab').focus();
  await page.keyboard.press('ArrowDown');
  await expect(button(page, 'Forward port 5432')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(portRow(page, 5432)).toContainText('localhost:41234');
});

test('a forwarded page opens in the browser, in a window that has no way back', async ({ page, context }) => {
  await open(page);
  const opened = context.waitForEvent('page');
  await button(page, 'Open port 5173 of actmcp in the browser').click();
  const other = await opened;
  await expect(other.getByText('editor of port-5173')).toBeVisible();
  expect(await other.evaluate(() => window.opener)).toBeNull();
});
