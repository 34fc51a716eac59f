import type { Locator, Page } from '@playwright/test';
import { startVite } from '../integration/core/support/dev-server.ts';
import { berthHome, inside, nodeInside, quoted, startInside } from '../integration/core/support/inside.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { openApp } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor } from './support/rows.ts';
import { button } from './support/screen.ts';
import { chooseLog } from './support/screens/log-screens.ts';
import { processLine, processTable } from './support/screens/process-screens.ts';
import { chart, crosshair } from './support/screens/resource-screens.ts';

/** A host that has something to tell, through the page: who eats it, what it did, what it warns of, what it serves, what it logged. */

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const hogBytes = 1536 * 1024 ** 2;
/** Really holds its memory, and takes all of a core. */
const hog = `const held = Buffer.alloc(${hogBytes}, 1); console.log('up'); for (let at = 0; ; at = (at + 4096) % held.length) held[at] ^= 1;`;
/** Of its command line, and of no other. */
const hogWord = 'Buffer.alloc';
const devPort = 5173;
const slow = { timeout: 45_000 };

let page: Page;
let eaterId = '';
let hogPid = 0;

const hogRow = () => processTable(page).locator('[data-index]').filter({ hasText: hogWord });
const showPart = (name: string | RegExp) => page.getByRole('tab', { name }).click();
const context = () => ({ signal: new AbortController().signal });
/** The figure of a cell, such as 97 of "97 %". */
const figureOf = async (cell: Locator) => Number.parseFloat((await cell.innerText()).replace(',', ''));

async function instanceIdOf({ shell }: TestApp, name: string): Promise<string> {
  const rows = await shell.core.handlers.instances.list({ profile: 'sandbox' }, context());
  const row = rows.ok ? rows.value.find(({ repository }) => repository === name) : undefined;
  if (row === undefined) throw new Error(`no instance of ${name}`);
  return row.id;
}

/** The most memory that the host noted of the instance so far, bytes. */
async function notedBytes({ shell }: TestApp): Promise<number> {
  const wants = { profile: 'sandbox', fromMs: null, pointCount: 2000 };
  const past = await shell.core.handlers.stats.history(wants, context());
  if (!past.ok) throw new Error(past.failure.message);
  const own = past.value.points.flatMap(({ instances }) => instances.filter(({ id }) => id === eaterId));
  return Math.max(0, ...own.map(({ memoryBytes }) => memoryBytes));
}

/** Saves when the host warns; it looks at once then. */
async function saveWarnings(fill: (dialog: Locator) => Promise<void>): Promise<void> {
  await showPart(/^Alerts/);
  await button(page, 'When to warn…').click();
  const dialog = page.getByRole('dialog', { name: 'When sandbox warns' });
  await expect(dialog.getByLabel('Webhook')).toBeVisible();
  await fill(dialog);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Saved on the server.')).toBeVisible(slow);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test.beforeAll(async ({ browser, app }) => {
  test.setTimeout(120_000);
  page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  page.setDefaultTimeout(20_000);
  await openApp(page, app);
  for (const name of ['harbor-api', 'tide-charts']) await button(page, `Start ${name}`).click();
  for (const name of ['harbor-api', 'tide-charts']) await expect(button(page, `Open ${name}`)).toBeVisible(slow);
  eaterId = await instanceIdOf(app, 'harbor-api');
  const marks = `BERTH_INSTANCE=${eaterId} BERTH_INSTANCE_HOME="${berthHome}"`;
  hogPid = await startInside(app.host, `env ${marks} ${nodeInside} -e ${quoted(hog)}`);
});
test.afterAll(() => page.close());

test('who eats the server stands under its repository, and under no other', async () => {
  await showPart('Processes');
  await page.getByLabel('Search processes').fill(hogWord);
  await expect(hogRow().locator('.process-pid')).toHaveText(String(hogPid));
  await expect(hogRow().locator('.process-memory')).toHaveText(/1\.[5-7] GB/);
  // However busy the machine is that runs this.
  await expect.poll(() => figureOf(hogRow().locator('.process-cpu'))).toBeGreaterThan(5);
  await expect(page.locator('.process-group')).toHaveText(/^harbor-api/);
  await page.getByLabel('Search processes').fill('');
  await expect(processLine(page, /^tide-charts/).locator('.process-memory')).toHaveText(/\d MB/);
  await expect(processLine(page, /^harbor-api/).locator('.process-memory')).toHaveText(/[12]\.\d GB/);
});

test('the charts move, and show whose memory it is', async () => {
  await showPart('Resources');
  await page.getByRole('radio', { name: '10 min' }).check();
  await expect(page.getByText('Live, every 2 seconds.')).toBeVisible();
  const share = chart(page, 'Memory by repository').getByRole('listitem');
  await expect(share.filter({ hasText: 'harbor-api' })).toHaveText(/[12]\.\d GB$/);
  await expect(share.filter({ hasText: 'tide-charts' })).toHaveText(/\d MB$/);
  const moments = async () => Number(await crosshair(page, 'Processor').getAttribute('aria-valuemax'));
  const before = await moments();
  await expect.poll(moments).toBeGreaterThan(before);
  // More than half of one core of however many.
  const used = await chart(page, 'Processor').getByRole('listitem').innerText();
  const cores = await page.getByRole('list', { name: 'Use of each core' }).getByRole('listitem').count();
  expect(Number.parseFloat(/([\d.]+) %/.exec(used)?.[1] ?? '')).toBeGreaterThan(50 / cores);
});

test('an alert rings for the repository, leads to what is to be ended, and is over when that has ended', async ({
  app,
}) => {
  const stats = await app.shell.core.handlers.hosts.stats({ profile: 'sandbox' }, context());
  if (!stats.ok) throw new Error(stats.failure.message);
  const { totalBytes, availableBytes } = stats.value.memory;
  /** Percent of all memory when so much of what the hog holds is free again. */
  const without = (part: number) => ((100 * (totalBytes - availableBytes - part * hogBytes)) / totalBytes).toFixed(2);
  await saveWarnings(async (dialog) => {
    await dialog.getByLabel('Memory: above percent').fill(without(0.4));
    await dialog.getByLabel('Memory: over below percent').fill(without(0.6));
    await dialog.getByLabel('Memory: for minutes').fill('0');
  });
  const toasts = page.getByRole('complementary', { name: 'Alerts of this moment' });
  await expect(toasts).toContainText('harbor-api · sandbox');
  await expect(button(page, 'Alerts: 1 raised')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Now' })).toContainText('harbor-api');
  // So that whoever comes later sees what it did.
  await expect.poll(() => notedBytes(app), slow).toBeGreaterThan(hogBytes);

  await toasts.getByRole('button', { name: 'See the processes' }).click();
  await expect(page.locator('.process-group')).toHaveText(/^harbor-api/);
  await page.getByLabel('Search processes').fill(hogWord);
  await hogRow().focus();
  await page.keyboard.press('Delete');
  await button(page, 'End it').click();
  await expect(page.getByText(`(${hogPid}) ended.`)).toBeVisible();
  await page.getByLabel('Search processes').fill('');
  await expect(processLine(page, /^harbor-api/).locator('.process-memory')).toHaveText(/\d MB/);

  await saveWarnings(async () => {});
  await expect(button(page, 'Alerts')).toBeVisible();
  await expect(page.getByText('All is well: this server warns of nothing.')).toBeVisible();
  await expect(toasts).toBeHidden();
  await expect(page.getByRole('region', { name: 'Before' }).getByRole('listitem').first()).toContainText(
    'over: Memory',
  );
});

test('a page that is opened anew shows what the server did before', async () => {
  await showPart('Resources');
  await page.reload();
  await page.getByRole('radio', { name: '10 min' }).check();
  const memory = chart(page, 'Memory by repository');
  await expect(memory.getByRole('listitem').filter({ hasText: 'harbor-api' })).toHaveText(/\d MB$/, slow);
  await memory.getByRole('button', { name: 'Show as table' }).click();
  await expect(memory.getByRole('table')).toContainText(/[12]\.\d GB/);
});

test('a development server is offered, opens in a tab, reloads hot, and outlives a link that drops', async ({
  app,
}) => {
  const site = await startVite(app.host, eaterId, devPort);
  await showPart('Overview');
  const offer = button(page, `Open port ${devPort} of harbor-api`);
  await expect(offer).toBeVisible(slow);
  await offer.click();
  const frame = page.frameLocator(`iframe[title="Port ${devPort}"]`);
  await expect(frame.getByRole('heading', { name: 'one' })).toBeVisible();
  const loadedAt = () => frame.locator('html').evaluate(() => performance.timeOrigin);
  const before = await loadedAt();
  await site.say('two');
  await expect(frame.getByRole('heading', { name: 'two' })).toBeVisible();
  // The module was exchanged in the page that was there.
  expect(await loadedAt()).toBe(before);

  app.proxy.cut();
  await expect(page.getByText(/link lost|reconnecting/i).first()).toBeVisible(slow);
  await site.say('three');
  await app.proxy.restore();
  await expect(frame.getByRole('heading', { name: 'three' })).toBeVisible(slow);
  await site.say('four');
  await expect(frame.getByRole('heading', { name: 'four' })).toBeVisible();
});

test('logs are followed without their secrets, and what was done stands there with its end', async ({ app }) => {
  const secret = 'ghp_aB3dE5gH7jK9mN1pQ4rS6tU8vW0xY2zAbCdE';
  await page.getByTestId('tab-host').click();
  await showPart('Logs');
  await chooseLog(page, 'harbor-api');
  const log = page.getByRole('log');
  await expect(log.locator('.log-line').first()).toBeVisible();
  await inside(app.host, `echo 'pushed with ${secret} just now' >>"${berthHome}/instances/${eaterId}/log"`);
  await expect(log).toContainText(/pushed with \S+ just now/);
  await expect(page.locator('body')).not.toContainText(secret);
  await chooseLog(page, 'What Berth did');
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'End processes' }).first()).toContainText('Done');
  await expect(rows.filter({ hasText: 'Start harbor-api' }).first()).toContainText('Done');
  const stopped = rows.filter({ hasText: 'Stop tide-charts' });
  // Others had this host before.
  const stoppedBefore = await stopped.count();
  const stopping = app.shell.core.handlers.instances.stop({ profile: 'sandbox', repository: 'tide-charts' }, context());
  for await (const item of stopping) if (item.type === 'failed') throw new Error(item.failure.message);
  await expect(stopped).toHaveCount(stoppedBefore + 1);
  await expect(stopped.first()).toContainText('Done');
});

test('what was looked at can be stopped, and nothing is left', async ({ app }) => {
  await showPart('Overview');
  await chooseFor(page, 'harbor-api', 'Stop');
  await expect(button(page, 'Start harbor-api')).toBeVisible(slow);
  await expectNoLeftovers(app.host);
});
