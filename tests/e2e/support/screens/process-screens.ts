import { expect, type Page } from '@playwright/test';
import { manyProcesses } from '../../../support/fake-core/seeing/fake-processes.ts';
import { button, isPhone, rememberServer, type Screen } from '../screen.ts';

/** The table of processes, wherever it scrolls to. */
export const processTable = (page: Page) => page.getByRole('treegrid');
/** A line of it, by words of it. */
export const processLine = (page: Page, words: string | RegExp) =>
  processTable(page).getByRole('row').filter({ hasText: words });

/** Goes to the processes of the shown host, and waits for the first reading. */
export async function showProcesses(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Processes' }).click();
  await expect(processTable(page).getByRole('row').nth(2)).toBeVisible();
}

/** Where the filters and the order are, which a phone folds. */
async function unfold(page: Page): Promise<void> {
  if (isPhone(page)) await button(page, 'Filter and sort').click();
}

/** A reading once an hour: figures that stand still for a picture. */
const still = { statsTickMs: 3_600_000 };

/** Processes in every arrangement and state. */
export const processScreens: readonly Screen[] = [
  {
    name: 'processes',
    options: still,
    show: showProcesses,
  },
  {
    name: 'processes-details',
    options: still,
    async show(page) {
      await showProcesses(page);
      await processLine(page, 'extension host').first().click();
      await expect(button(page, 'Copy command')).toBeVisible();
    },
  },
  {
    name: 'processes-tree',
    options: still,
    async show(page) {
      await showProcesses(page);
      await unfold(page);
      await page.getByLabel('Tree', { exact: true }).check();
      await expect(processLine(page, 'tsserver').first()).toHaveAttribute('aria-level', '5');
    },
  },
  {
    name: 'processes-away',
    options: still,
    async show(page, shell) {
      await showProcesses(page);
      shell.core.setStatus('frankfurt-1', { state: 'reconnecting', nextAttemptAtMs: Date.now() + 8_000 });
      await expect(page.getByText('Berth keeps trying.')).toBeVisible();
    },
  },
  {
    name: 'processes-end-foreign',
    options: still,
    async show(page) {
      await showProcesses(page);
      await page.getByLabel('Search processes').fill('checkpointer');
      await processLine(page, 'checkpointer').focus();
      await page.keyboard.press('Delete');
      await expect(page.getByRole('dialog', { name: /^End postgres/ })).toBeVisible();
    },
  },
  {
    name: 'processes-end-alive',
    options: still,
    async show(page, shell) {
      shell.core.host('frankfurt-1').stubbornPids = [951];
      await showProcesses(page);
      await page.getByLabel('Search processes').fill('951');
      await processLine(page, 'make').focus();
      await page.keyboard.press('Delete');
      await button(page, 'End it').click();
      await expect(button(page, 'End by force')).toBeVisible();
    },
  },
  {
    name: 'processes-end-instance',
    options: still,
    async show(page) {
      await showProcesses(page);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'End…' }).click();
      await expect(page.getByRole('dialog', { name: 'End actmcp?' })).toBeVisible();
    },
  },
  {
    name: 'processes-many',
    options: { hosts: manyProcesses(1000, 1), ...still },
    async show(page) {
      await rememberServer(page, 'crowded');
      await page.reload();
      await showProcesses(page);
      await unfold(page);
      await page.getByLabel('By repository').uncheck();
      await expect(page.getByText(/^1,?00\d processes$/)).toBeVisible();
      if (!isPhone(page)) await processTable(page).getByRole('row').nth(4).hover();
    },
  },
];
