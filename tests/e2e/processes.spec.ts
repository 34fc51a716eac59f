import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { fail } from '../../main/contract/failure.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { manyProcesses } from '../support/fake-core/seeing/fake-processes.ts';
import { button, rememberServer } from './support/screen.ts';
import { processLine, processTable, showProcesses } from './support/screens/process-screens.ts';

/** The processes of a host: looking, finding, and ending them by identity. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const hostId = 'frankfurt-1';
/** Readings come when the test says so. */
const still = { statsTickMs: 3_600_000 };

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options: object = {}, profileId = hostId) => {
  shell = await startFakeShell(pageDirectory, { ...still, ...options });
  await rememberServer(page, profileId);
  await page.goto(shell.url);
  await showProcesses(page);
};
const search = (page: Page) => page.getByLabel('Search processes');
/** The words of the first cells of all drawn lines, from top to bottom. */
const names = (page: Page) =>
  processTable(page)
    .getByRole('row')
    .evaluateAll((rows) =>
      rows
        .filter((row) => row.hasAttribute('data-line'))
        .sort((one, other) => Number(one.ariaRowIndex) - Number(other.ariaRowIndex))
        .map((row) => row.querySelector('.process-title, b')?.textContent ?? ''),
    );

test('repositories first, roles in words, others folded; every column sorts', async ({ page }) => {
  await open(page);
  await expect(processLine(page, /^actmcp/)).toContainText('8 processes');
  for (const role of ['server', 'extension host', 'language server', 'file watcher', 'terminal']) {
    await expect(processLine(page, role).first()).toBeVisible();
  }
  await search(page).press('ArrowDown');
  await page.keyboard.press('End');
  const others = processLine(page, 'Everything else on this server');
  await expect(others).toHaveAttribute('aria-expanded', 'false');
  await others.click();
  await expect(others).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-line]:focus')).toHaveAttribute('aria-level', '2');

  await page.getByLabel('By repository').uncheck();
  for (const column of ['Process', 'Belongs to', 'User', 'PID', 'State', 'Memory', 'Age', 'CPU']) {
    await processTable(page).getByRole('button', { name: column, exact: true }).click();
    await expect(processTable(page).getByRole('columnheader', { name: column, exact: true })).toHaveAttribute(
      'aria-sort',
      /ending$/,
    );
  }
  await processTable(page).getByRole('button', { name: 'PID' }).click();
  expect((await names(page)).slice(0, 2)).toEqual(['systemd', 'kthreadd']);
});

test('by name, command and pid, by owner, user and state; what is left out can be shown again', async ({ page }) => {
  await open(page);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('tsserver');
  await expect(page.getByText(/^2 of \d+ processes$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await search(page).fill('951');
  await expect(processLine(page, 'make -j4 world')).toBeVisible();
  await search(page).fill('');
  await page.getByLabel('Show the user').selectOption('postgres');
  await expect(processLine(page, 'checkpointer')).toBeVisible();
  await page.getByLabel('Show the state').selectOption({ label: 'Not collected' });
  await button(page, /^Show all \d+ processes$/).click();
  await page.getByLabel('Show processes of').selectOption({ label: 'actmcp' });
  await expect(page.getByText(/^8 of \d+ processes$/)).toBeVisible();
});

test('with the keyboard alone: down, into the tree and out, details, typed words, and an end', async ({ page }) => {
  await open(page);
  await page.getByLabel('Tree', { exact: true }).check();
  await search(page).focus();
  await page.keyboard.press('ArrowDown');
  const focused = page.locator('[data-line]:focus');
  await expect(focused).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('ArrowRight');
  await expect(focused).toContainText('launch');
  await page.keyboard.press('ArrowLeft');
  await expect(processLine(page, /^node/).first()).toBeVisible();
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(focused).toContainText('Everything else');
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('.process-details')).toContainText('Started by');
  await page.keyboard.type('make -j4');
  await expect(search(page)).toHaveValue('make -j4');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  // In a tree, what was found comes with what it comes from.
  await expect(focused).toContainText('tmux');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toContainText('make');
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'End make (951)?' });
  await expect(dialog).toContainText('It runs in the session build');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('make (951) ended.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  // The keys go on where they were, on a line that says that it ended.
  await expect(focused).toHaveAttribute('data-gone', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(focused).toContainText('tmux');
});

test('a process of others is ended only after a question that names its user and command', async ({ page }) => {
  await open(page);
  await search(page).fill('checkpointer');
  await processLine(page, 'checkpointer').hover();
  await button(page, 'End postgres (12)…').click();
  const dialog = page.getByRole('dialog', { name: 'End postgres (12)?' });
  await expect(dialog).toContainText(
    'This process is none of Berth’s. It belongs to the user postgres on frankfurt-1.',
  );
  await expect(dialog).toContainText('postgres: 17/main: checkpointer');
  await expect(dialog).toContainText('Berth did not start it and cannot start it again.');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Delete');
  await dialog.getByRole('button', { name: 'End it' }).click();
  await expect(page.getByText('postgres (12) ended.')).toBeVisible();
});

test('one that stays is offered by force; one that is gone meanwhile had ended already', async ({ page }) => {
  await open(page);
  shell.core.host(hostId).stubbornPids = [951];
  await search(page).fill('951');
  await processLine(page, 'make').focus();
  await page.keyboard.press('Delete');
  await button(page, 'End it').click();
  await expect(page.getByRole('dialog')).toContainText('make (951) is still alive.');
  await button(page, 'End by force').click();
  await expect(page.getByText('make (951) ended.')).toBeVisible();

  await search(page).fill('tmux');
  await processLine(page, 'tmux').focus();
  await page.keyboard.press('Delete');
  // Another process has its pid by the time of the answer.
  const rows = [{ ...sleeper, pid: 950, startTicks: 999_999 }];
  shell.core.host(hostId).processes = rows;
  await button(page, 'End it').click();
  await expect(page.getByText('tmux: server (950) had ended already.')).toBeVisible();
});

const sleeper = {
  pid: 4242,
  startTicks: 1,
  parentPid: 1,
  state: 'S',
  cpuShare: 0,
  memoryBytes: 4096,
  proportionalBytes: null,
  user: 'ann',
  name: 'sleep',
  command: 'sleep 1000',
  startedAtMs: 0,
  owner: { kind: 'other' as const },
  role: null,
};

test('an instance ends as a whole after a list of what that is, or only what runs in its terminals', async ({
  page,
}) => {
  await open(page);
  const ask = async () => {
    await button(page, 'More for actmcp').click();
    await page.getByRole('menuitem', { name: 'End…' }).click();
  };
  await ask();
  const dialog = page.getByRole('dialog', { name: 'End actmcp?' });
  await expect(dialog.getByRole('listitem')).toHaveCount(8);
  await dialog.getByText('Only what runs in its terminals').click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'End 2 processes' }).click();
  await expect(page.getByText('2 processes ended.')).toBeVisible();
  await expect(processLine(page, /^actmcp/)).toContainText('6 processes');
  await ask();
  await dialog.getByRole('button', { name: 'Stop actmcp' }).click();
  await expect(page.getByText('actmcp is stopped; its port is free.')).toBeVisible();
});

test('no line moves while the pointer is on the table; what is gone is struck out, and the order follows later', async ({
  page,
}) => {
  await open(page);
  const rows = Array.from({ length: 12 }, (_, index) => ({
    ...sleeper,
    pid: 500 + index,
    startTicks: index,
    name: `worker-${index}`,
    cpuShare: index / 20,
  }));
  await page.getByLabel('By repository').uncheck();
  shell.core.setProcesses(hostId, rows);
  await expect(page.getByText('12 processes')).toBeVisible();
  await processLine(page, 'worker-11').hover();
  await expect(page.getByText('Order held while you are on the table')).toBeVisible();
  const before = await names(page);
  const turned = rows.slice(1).map((row) => ({ ...row, cpuShare: 1 - row.cpuShare }));
  shell.core.setProcesses(hostId, [...turned, { ...sleeper, pid: 900, name: 'newcomer' }]);
  await expect(page.getByText('1 started, 1 ended')).toBeVisible();
  expect(await names(page)).toEqual(before);
  await expect(processLine(page, 'worker-1').filter({ hasText: '95 %' })).toBeVisible();
  await expect(processLine(page, 'worker-0')).toHaveAttribute('data-gone', 'true');
  await page.mouse.move(5, 5);
  await expect.poll(() => names(page)).toEqual([...before.slice(0, 11).reverse(), 'newcomer']);
});

test('the table stays, says since when, and goes on when the server is away; a refusal has a button', async ({
  page,
}) => {
  await open(page);
  shell.core.setStatus(hostId, { state: 'reconnecting', nextAttemptAtMs: Date.now() + 8_000 });
  await expect(page.getByText(/frankfurt-1 is away\. This is how it was \d+ s ago\./)).toBeVisible();
  await expect(processTable(page)).toHaveAttribute('data-stale', 'true');
  await expect(page.locator('[data-act="end"]').first()).toBeDisabled();
  shell.core.setStatus(hostId, { state: 'connected' });
  await expect(processTable(page)).toHaveAttribute('data-stale', 'false');

  const { failure } = fail('unavailable', 'script', 'The server does not tell its processes.', 'Ask its owner.');
  shell.core.stats.fail(hostId, failure);
  const problem = page.getByRole('region', { name: 'Reading the processes failed' });
  await expect(problem).toContainText('The server does not tell its processes.');
  await expect(processTable(page)).toHaveAttribute('data-stale', 'true');
  shell.core.stats.fail(hostId, null);
  await problem.getByRole('button', { name: 'Try again' }).click();
  await expect(processTable(page)).toHaveAttribute('data-stale', 'false');
  await expect(problem).toHaveCount(0);
});

test('a thousand lines: few are in the page, the last is reached by a key, and all are cards on a phone', async ({
  page,
}) => {
  await open(page, { hosts: manyProcesses(1000, 1) }, 'crowded');
  await page.getByLabel('By repository').uncheck();
  const lines = processTable(page).locator('[data-line]');
  await expect(processTable(page)).toHaveAttribute('aria-rowcount', /^100\d$/);
  expect(await lines.count()).toBeLessThan(60);
  await lines.first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-line]:focus')).toHaveAttribute('aria-rowindex', /^100\d$/);
  await expect(page.locator('[data-line]:focus')).toBeInViewport();
  // Its line stays in the page, although nobody sees it.
  await processTable(page).evaluate((grid) => grid.scrollTo(0, 0));
  await expect(lines.first()).toHaveAttribute('aria-rowindex', '2');
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-line]:focus')).toBeInViewport();
  await page.setViewportSize({ width: 380, height: 800 });
  await page.keyboard.press('Home');
  await expect(page.locator('[data-line]:focus')).toBeInViewport();
  await expect(processTable(page).getByRole('columnheader', { name: 'PID' })).toHaveCount(0);
});
