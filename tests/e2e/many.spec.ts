import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Instance } from '../../main/contract/instances.ts';
import { inside } from '../integration/core/support/inside.ts';
import { oneProcess } from '../integration/scenarios/support/instance-processes.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { openApp, Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf, rowOf } from './support/rows.ts';

/** Many instances on a real host, by clicks alone. */

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const names = ['harbor-api', 'lighthouse-docs', 'tide-charts'] as const;
const desktop = { width: 1360, height: 820 };
const slow = { timeout: 45_000 };
let page: Page;
test.beforeAll(async ({ browser, app }) => {
  page = await browser.newPage({ viewport: desktop });
  page.setDefaultTimeout(15_000);
  await openApp(page, app);
});
test.afterAll(() => page.context().close());

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const instanceOf = async (app: TestApp, name: string): Promise<Instance> => {
  const context = { signal: new AbortController().signal };
  const rows = await app.shell.core.handlers.instances.list({ profile: 'sandbox' }, context);
  const row = rows.ok ? rows.value.find(({ repository }) => repository === name) : undefined;
  if (row === undefined) throw new Error(`no instance of ${name}`);
  return row;
};

test('all are started by one click, with a count on the way', async ({ app }) => {
  await expect(button('Start harbor-api')).toBeVisible();
  await button('Start all').click();
  await expect(page.getByText(/^[0-2] of 3 running$/)).toBeVisible();
  await expectUsable(page);
  for (const name of names) await expect(button(`Open ${name}`)).toBeVisible(slow);
  await expect(page.getByTestId('bulk')).toHaveCount(0);
  const rows = await Promise.all(names.map((name) => instanceOf(app, name)));
  expect(rows.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  expect(new Set(rows.map(({ port }) => port)).size).toBe(3);
  for (const { repository, port } of rows) await expect(rowOf(page, repository)).toContainText(String(port));
});

test('an editor that is put to sleep waits in its tab, and one click brings it back with its files', async ({
  app,
}) => {
  await nameOf(page, 'harbor-api').click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  const { port } = await instanceOf(app, 'harbor-api');
  await page.getByTestId('tab-host').click();
  await chooseFor(page, 'harbor-api', 'Put to sleep');
  await expect(button('Wake harbor-api').first()).toBeVisible(slow);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await instanceOf(app, 'harbor-api')).toMatchObject({ state: 'suspended', port, pid: null, memoryBytes: null });
  await page.getByRole('tab', { name: 'harbor-api' }).click();
  await expect(page.getByRole('heading', { name: /^harbor-api is asleep/ })).toBeVisible();
  await expectUsable(page);
  await page.getByTestId('editor-harbor-api').getByRole('button', { name: 'Wake harbor-api' }).click();
  await harbor.whenReady();
  expect(await instanceOf(app, 'harbor-api')).toMatchObject({ state: 'running', port });
  await button('Close harbor-api').click();
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('what is put to sleep, started and restarted on the server itself waits in its tab and loads again there', async ({
  app,
}) => {
  await nameOf(page, 'harbor-api').click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  const first = await instanceOf(app, 'harbor-api');
  const onHost = (verb: string, more = '') =>
    inside(
      app.host,
      `~/.local/share/berth/scripts/*/berth ${verb} --id ${first.id} --operation-id ${randomUUID()} ${more}`,
    );
  const start = `--repository harbor-api --path '${first.path}' --port-first 8888 --port-last 8899`;
  const tab = page.getByTestId('editor-harbor-api');
  const loadedAt = () => harbor.frame.locator('body').evaluate(() => performance.timeOrigin);

  await onHost('instance-suspend');
  await expect(tab.getByRole('heading', { name: /^harbor-api is asleep/ })).toBeVisible(slow);
  await expect(tab.getByRole('button', { name: 'Wake harbor-api' })).toBeVisible();
  await expect(page.locator('iframe')).toHaveCount(0);
  await onHost('instance-start', start);
  await harbor.whenReady();

  const beforeRestart = await loadedAt();
  await onHost('instance-restart', start);
  // The frame is taken out of the page in between, and a question to it then fails.
  await expect(async () => expect(await loadedAt()).toBeGreaterThan(beforeRestart)).toPass(slow);
  await harbor.whenReady();
  await expect(harbor.frame.getByText(/Cannot reconnect|reload the window/i)).toHaveCount(0);
  expect((await instanceOf(app, 'harbor-api')).pid).not.toBe(first.pid);
  await harbor.command('File: New Untitled Text File');
  await button('Close harbor-api').click();
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('a restart gives another process on the same port; the log drawer has this run and the one before', async ({
  app,
}) => {
  const before = await instanceOf(app, 'tide-charts');
  await chooseFor(page, 'tide-charts', 'Restart');
  await expect(rowOf(page, 'tide-charts')).toHaveAttribute('data-state', 'starting');
  await expect(button('Open tide-charts')).toBeVisible(slow);
  const after = await instanceOf(app, 'tide-charts');
  expect(after).toMatchObject({ state: 'running', port: before.port });
  expect(after.pid).not.toBe(before.pid);
  await chooseFor(page, 'tide-charts', 'Show log');
  const log = page.getByRole('log');
  await expect(log).toContainText('HTTP server listening');
  await expectUsable(page);
  await inside(app.host, `printf 'told \\033[31mlater\\033[0m\\n' >>~/.local/share/berth/instances/${after.id}/log`);
  await expect(log).toContainText('told later');
  await page.getByRole('radio', { name: 'Previous run' }).check();
  await expect(log).toContainText('HTTP server listening');
  await expect(log).not.toContainText('told later');
  await page.keyboard.press('Escape');
});

test('one that keeps crashing is started again three times, then says why and waits for a click', async ({ app }) => {
  const { id, port } = await instanceOf(app, 'lighthouse-docs');
  const row = rowOf(page, 'lighthouse-docs');
  for (const words of ['started again once', 'started again 2 times', 'started again 3 times', 'killed by SIGKILL']) {
    await inside(app.host, `kill -KILL ${await oneProcess(app.host, id, 'wrapper')}`);
    await expect(row).toContainText(words, slow);
  }
  await expect(page.getByTestId('attention')).toContainText('lighthouse-docs was killed by SIGKILL');
  await page.setViewportSize({ width: 380, height: 800 });
  await button('Why? lighthouse-docs ended').click();
  await expect(page.getByTestId('crash')).toContainText('HTTP server listening');
  await expectUsable(page);
  await page.setViewportSize(desktop);
  await button('Start again lighthouse-docs').click();
  await expect(button('Open lighthouse-docs')).toBeVisible(slow);
  expect(await instanceOf(app, 'lighthouse-docs')).toMatchObject({ state: 'running', port });
});

test('all are stopped after a question, and nothing stays behind', async ({ app }) => {
  await button('Stop all…').click();
  const dialog = page.getByRole('dialog', { name: 'Stop all on sandbox?' });
  await expect(dialog.getByRole('listitem')).toHaveText(names.map((name) => `${name}running`));
  await expectUsable(page);
  await dialog.getByRole('button', { name: 'Stop all 3' }).click();
  for (const name of names) await expect(button(`Start ${name}`)).toBeVisible(slow);
  await expect(page.getByText('3 repositories stopped.')).toBeVisible();
  await expectNoLeftovers(app.host);
});
