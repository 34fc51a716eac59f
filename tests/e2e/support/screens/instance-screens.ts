import { expect } from '@playwright/test';
import { manyRepositories, noMemory } from '../../../support/fake-core/fake-many.ts';
import { button, hostPage, isPhone, type Screen } from '../screen.ts';

const longStep = { stepMs: 60_000 };
const longLog = Array.from(
  { length: 400 },
  (_, index) =>
    `[2026-11-21T09:${String(index % 60).padStart(2, '0')}:09.801Z] info  request ${index} answered in ${index % 17} ms\n`,
).join('');

/** Rows, tabs, menus and logs of instances in every state. */
export const instanceScreens: readonly Screen[] = [
  {
    name: 'starting-row',
    options: longStep,
    async show(page) {
      await hostPage(page);
      await button(page, 'Start infra').click();
      await button(page, 'Steps for infra').click();
      await expect(page.getByRole('list', { name: 'Steps for infra' })).toBeVisible();
    },
  },
  {
    name: 'start-failed-row',
    async show(page) {
      await hostPage(page);
      await button(page, 'Start broken-app').click();
      await page.getByText('Show the end of the log').click();
      await expect(page.getByText('EADDRINUSE')).toBeVisible();
      await page.locator('.operation-failure summary').first().click();
      await expect(page.locator('.steps li[data-state="failed"]')).toHaveCount(1);
      await expect(page.locator('.steps li[data-state="started"]')).toHaveCount(0);
    },
  },
  {
    name: 'crash-row',
    async show(page) {
      await hostPage(page);
      await button(page, 'Why? billing-api ended').click();
      await expect(page.getByRole('region', { name: 'Last lines of billing-api' })).toBeVisible();
    },
  },
  {
    name: 'row-menu',
    async show(page) {
      await hostPage(page);
      await button(page, 'More for actmcp').click();
      await expect(page.getByRole('menuitem', { name: 'Restart' })).toBeVisible();
    },
  },
  {
    name: 'no-memory-row',
    async show(page, shell) {
      await hostPage(page);
      shell.core.host('frankfurt-1').startFailure = noMemory;
      await button(page, 'Start infra').click();
      await expect(button(page, /^Suspend actmcp/)).toBeVisible();
    },
  },
  {
    name: 'bulk-progress',
    options: { stepMs: 200 },
    async show(page) {
      await hostPage(page);
      await button(page, 'Start all').click();
      await expect(page.getByText('1 of 5 running')).toBeVisible({ timeout: 10_000 });
    },
  },
  {
    name: 'bulk-failed',
    async show(page) {
      await hostPage(page);
      await button(page, 'Start all').click();
      await expect(button(page, 'Try again')).toBeVisible();
    },
  },
  {
    name: 'stop-all',
    async show(page) {
      await hostPage(page);
      await button(page, 'Stop all…').click();
      await expect(button(page, 'Stop all 4')).toBeVisible();
    },
  },
  {
    name: 'logs',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setLog('frankfurt-1', 'actmcp', longLog);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'Show log' }).click();
      await expect(page.getByText('request 399 answered')).toBeVisible();
    },
  },
  {
    name: 'logs-waiting',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setLog('frankfurt-1', 'actmcp', longLog);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'Show log' }).click();
      await expect(page.getByText('request 399 answered')).toBeVisible();
      shell.core.setLogsAway(true);
      await expect(page.getByText('Waiting for the server')).toBeVisible();
    },
  },
  {
    name: 'logs-search',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setLog('frankfurt-1', 'actmcp', longLog);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'Show log' }).click();
      await page.getByLabel('Find in the log').fill('request 7');
      await expect(page.getByText('11 of 400 lines')).toBeVisible();
    },
  },
  {
    name: 'many-repositories',
    options: { hosts: manyRepositories() },
    async show(page) {
      await expect(button(page, 'Open repository-0007')).toBeVisible();
      await expect(page.getByText('Reading the server…')).toHaveCount(0);
    },
  },
  {
    name: 'tab-crashed',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByRole('button', { name: 'billing-api crashed' }).click();
      await expect(
        page.getByTestId('editor-billing-api').getByRole('button', { name: 'Start billing-api again' }),
      ).toBeVisible();
    },
  },
  {
    name: 'tab-asleep',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByRole('button', { name: 'landing-page asleep' }).click();
      await expect(
        page.getByTestId('editor-landing-page').getByRole('button', { name: 'Wake landing-page' }),
      ).toBeVisible();
    },
  },
];
