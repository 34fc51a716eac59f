import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';
import { chooseLog, showLogs } from './support/screens/log-screens.ts';

/** What the logs of a host promise, whatever is in them. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

let shell: FakeShell;
test.use({ viewport: { width: 1280, height: 800 } });
test.beforeEach(async ({ page }) => {
  shell = await startFakeShell(pageDirectory, {});
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
});
test.afterEach(() => shell.close());

test('what Berth did is a table that grows by itself; each log of the host is one click away', async ({ page }) => {
  await showLogs(page);
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText(/ben@studio.*Stop landing-page.*Failed.*did not end/);
  const known = shell.core.logText('frankfurt-1', 'operations');
  shell.core.setLog(
    'frankfurt-1',
    'operations',
    `${known}2026-11-21T12:00:00.000Z\tanna@laptop\tinstance-start\tactmcp\tok\t900\t\n`,
  );
  await expect(rows.nth(1)).toContainText(/anna@laptop.*Start actmcp.*Done/);
  await page.getByLabel('Find in the log').fill('keeper');
  await expect(rows).toHaveCount(2);
  await page.getByRole('radio', { name: 'Text' }).check({ force: true });
  await expect(page.getByRole('log')).toContainText('keeper\tinstance-start');
  await chooseLog(page, 'nginx requests');
  await expect(page.getByRole('log').locator('[data-level="bad"]').first()).toContainText('502 GET');
  await chooseLog(page, 'billing-api');
  await expect(page.getByRole('log')).toContainText('HTTP server listening');
});

test('fifty thousand lines: few are in the page, each is reached, and reading is not disturbed by what comes', async ({
  page,
}) => {
  const line = (number: number) => `line ${number} ${number % 1000 === 0 ? 'WANTED ' : ''}of a long log\n`;
  const text = (count: number) => Array.from({ length: count }, (_, number) => line(number)).join('');
  shell.core.setLog('frankfurt-1', 'actmcp', '');
  await showLogs(page);
  await chooseLog(page, 'actmcp');
  await expect(page.getByText('This run has printed nothing yet')).toBeVisible();
  shell.core.setLog('frankfurt-1', 'actmcp', text(50_000));
  const log = page.getByRole('log');
  await expect(log.getByText('line 49999 of')).toBeVisible();
  expect(await log.locator('.log-line').count()).toBeLessThan(200);

  await page.getByLabel('Only matches').uncheck();
  await page.getByLabel('Find in the log').fill('wanted');
  await expect(page.getByText('50 lines', { exact: true })).toBeVisible();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByText('49 of 50 lines')).toBeVisible();
  const place = log.getByText('line 48000 WANTED');
  await expect(place).toBeVisible();
  // Older lines go while others come, and the one that is read stays where it is.
  await expect.poll(async () => Math.round((await place.boundingBox())?.y ?? 0)).toBeGreaterThan(0);
  await page.waitForFunction(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  const before = (await place.boundingBox())?.y ?? 0;
  shell.core.setLog('frankfurt-1', 'actmcp', text(50_300));
  await expect(page.getByText('Paused · 300 newer lines')).toBeVisible();
  await expect.poll(async () => Math.abs(((await place.boundingBox())?.y ?? 0) - before)).toBeLessThan(3);
  await button(page, 'Jump to end').click();
  await expect(log.getByText('line 50299 of')).toBeVisible();
});

test('lines of any height: who scrolls up gets there, though more come all the time', async ({ page }) => {
  const line = (number: number) => `${number} ${'words '.repeat((number * 37) % 90)}\n`;
  const text = (count: number) => Array.from({ length: count }, (_, number) => line(number)).join('');
  shell.core.setLog('frankfurt-1', 'actmcp', text(2_000));
  await showLogs(page);
  await chooseLog(page, 'actmcp');
  const log = page.getByRole('log');
  await expect(log.getByText(/^1999 words/)).toBeVisible();
  await log.hover();
  const firstShown = () =>
    log.evaluate((area) => {
      const top = area.getBoundingClientRect().top;
      const row = [...area.querySelectorAll('.log-line')].find((one) => one.getBoundingClientRect().bottom > top + 1);
      return Number(row?.textContent.split(' ')[0]);
    });
  let before = 2_000;
  for (let round = 1; round <= 8; round += 1) {
    await page.mouse.wheel(0, -400);
    shell.core.setLog('frankfurt-1', 'actmcp', text(2_000 + round * 10));
    await expect.poll(firstShown).toBeLessThan(before);
    before = await firstShown();
    // Lines of a height that is not known yet are a guess: what was scrolled by is some 20 lines, never a jump.
    expect(before).toBeGreaterThan(1_999 - round * 60 - 60);
  }
  await button(page, 'Jump to end').click();
  await expect(log.getByText(/^2079 words/)).toBeVisible();
});
