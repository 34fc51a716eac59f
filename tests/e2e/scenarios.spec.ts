import type { Page } from '@playwright/test';
import type { Instance } from '../../main/contract/instances.ts';
import { inside } from '../integration/core/support/inside.ts';
import {
  anotherExtensionHost,
  instanceProcesses,
  oneProcess,
  type ProcessRole,
} from '../integration/scenarios/support/instance-processes.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { whenExtensionsRun } from '../support/app/when-extensions-run.ts';
import { openApp, Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf, rowOf } from './support/rows.ts';

/** The five scenarios, through the page. */

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const names = ['harbor-api', 'lighthouse-docs', 'tide-charts'] as const;
const slow = { timeout: 45_000 };
let page: Page;
test.beforeAll(async ({ browser, app }) => {
  page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  page.setDefaultTimeout(15_000);
  await openApp(page, app);
});
test.afterAll(() => page.close());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const isRunning = (name: string) => expect(button(`Open ${name}`)).toBeVisible(slow);
const isStopped = (name: string) => expect(button(`Start ${name}`)).toBeVisible(slow);
const instanceOf = async (app: TestApp, name: string): Promise<Instance> => {
  const context = { signal: new AbortController().signal };
  const rows = await app.shell.core.handlers.instances.list({ profile: 'sandbox' }, context);
  const row = rows.ok ? rows.value.find(({ repository }) => repository === name) : undefined;
  if (row === undefined) throw new Error(`no instance of ${name}`);
  return row;
};

test('single instance', async ({ app }) => {
  await button('Start harbor-api').click();
  await isRunning('harbor-api');
  await expect(rowOf(page, 'harbor-api')).toContainText('8888');
  await button('Open harbor-api').click();
  await new Workbench(page, 'harbor-api').whenReady();
  await button('Close harbor-api').click();
  await chooseFor(page, 'harbor-api', 'Stop');
  await isStopped('harbor-api');
  await expectNoLeftovers(app.host);
});

test('several in sequence', async ({ app }) => {
  for (const [index, name] of names.entries()) {
    await button(`Start ${name}`).click();
    await isRunning(name);
    await expect(rowOf(page, name)).toContainText(String(8888 + index));
  }
  for (const name of names) {
    await chooseFor(page, name, 'Stop');
    await isStopped(name);
  }
  await expectNoLeftovers(app.host);
});

test('three at once', async ({ app }) => {
  for (const name of names) await button(`Start ${name}`).click();
  for (const name of names) await isRunning(name);
  const rows = await Promise.all(names.map((name) => instanceOf(app, name)));
  expect(new Set(rows.map(({ port }) => port))).toEqual(new Set([8888, 8889, 8890]));
  for (const name of names) await chooseFor(page, name, 'Stop');
  for (const name of names) await isStopped(name);
  await expectNoLeftovers(app.host);
});

test.describe('crash and start again', () => {
  test('kill -9 of the wrapper, of the server', async ({ app }) => {
    await button('Start tide-charts').click();
    await isRunning('tide-charts');
    const other = await instanceOf(app, 'tide-charts');
    await button('Start harbor-api').click();
    await isRunning('harbor-api');
    const { id, port } = await instanceOf(app, 'harbor-api');
    const roles: readonly ProcessRole[] = ['wrapper', 'server'];
    for (const [index, role] of roles.entries()) {
      await inside(app.host, `kill -KILL ${await oneProcess(app.host, id, role)}`);
      const words = index === 0 ? 'started again once' : 'started again 2 times';
      await expect(rowOf(page, 'harbor-api')).toContainText(words, slow);
      await oneProcess(app.host, id, 'server');
      expect(await instanceOf(app, 'harbor-api')).toMatchObject({ state: 'running', port });
    }
    // With nobody on the host to start it again, the row says why it ended, and a click does it.
    await inside(app.host, 'read -r keeper _ <~/.local/share/berth/keeper/pid && kill -KILL "$keeper"');
    await inside(app.host, `kill -KILL ${await oneProcess(app.host, id, 'wrapper')}`);
    await expect(rowOf(page, 'harbor-api')).toContainText('killed by SIGKILL', slow);
    await button('Start again harbor-api').click();
    await isRunning('harbor-api');
    expect(await instanceOf(app, 'harbor-api')).toMatchObject({ state: 'running', port });
    expect(await instanceOf(app, 'tide-charts')).toMatchObject({ state: 'running', pid: other.pid });
  });

  test('kill -9 of the extension host', async ({ app }) => {
    const { id, pid } = await instanceOf(app, 'harbor-api');
    const isReady = whenExtensionsRun(page);
    await nameOf(page, 'harbor-api').click();
    const harbor = new Workbench(page, 'harbor-api');
    await harbor.whenReady();
    await isReady;
    const killed = await oneProcess(app.host, id, 'extension host');
    await inside(app.host, `kill -KILL ${killed}`);
    // The editor in the page asks for another one by itself; the instance is the same.
    await anotherExtensionHost(app.host, id, killed);
    await harbor.whenReady();
    expect(await instanceOf(app, 'harbor-api')).toMatchObject({ state: 'running', pid });
    await button('Close harbor-api').click();
  });
});

test('full cleanup with several running, then a fresh start', async ({ app }) => {
  await isRunning('harbor-api');
  await isRunning('tide-charts');
  const { id } = await instanceOf(app, 'harbor-api');
  await button('Clean up…').click();
  const dialog = page.getByRole('dialog', { name: 'Clean up sandbox' });
  await dialog.getByRole('radio', { name: /^Everything of Berth/ }).check();
  await dialog.getByLabel(/^Type sandbox to confirm/).fill('sandbox', slow);
  await dialog.getByRole('button', { name: /^Remove \d+ items/ }).click();
  await expect(dialog.getByText(/items removed/)).toBeVisible(slow);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  expect(await instanceProcesses(app.host, id)).toEqual([]);
  await expectNoLeftovers(app.host);
  await button('Connect').first().click();
  for (const name of names) await button(`Start ${name}`).click();
  for (const name of names) await isRunning(name);
  await button('Stop all…').click();
  await button('Stop all 3').click();
  for (const name of names) await isStopped(name);
  await expectNoLeftovers(app.host);
});
