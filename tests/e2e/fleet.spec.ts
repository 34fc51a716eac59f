import { appendFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { type ProfileDraft, profileDraft } from '../../main/contract/profiles.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { sandboxDraft } from '../support/app/test-core.ts';
import { type AskingServer, startAskingServer } from './support/asking-server.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';

/** All servers on one page, and what is said about the way to each, on a real host behind a network that breaks. */

test.describe.configure({ mode: 'serial', timeout: 90_000 });
// Options of its own give this file an app of its own: the servers it adds would be on the pages of the others.
test.use({ viewport: { width: 1360, height: 820 }, appOptions: { hasProfile: true } });

const slow = { timeout: 30_000 };
let page: Page;
let asking: AskingServer;
test.beforeAll(async ({ browser, app }) => {
  const ssh = { host: 'localhost', port: app.proxy.port };
  await add(app, { ...sandboxDraft(app.host, ssh), name: 'moved', color: 'red', tags: ['rebuilt'] });
  await appendFile(path.join(app.dataDirectory, 'known_hosts'), `[localhost]:${ssh.port} ${otherKey}\n`);
  await add(app, profileDraft.parse({ name: 'nowhere', address: '127.0.0.1', port: await closedPort(), user: 'me' }));
  asking = await startAskingServer(['Password: ', 'Code: ']);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(app.shell.issueUrl());
});
test.afterAll(async () => {
  await page.context().close();
  asking.close();
});

const row = (name: string) => page.getByTestId(`fleet-${name}`);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const drawer = (name: string) => page.getByRole('dialog', { name: `Connection to ${name}` });
const stateOf = (name: string) => row(name).getAttribute('data-state');

test('looking connects nothing; one click connects all, and each says what came of it', async ({ app }) => {
  await expect(page.getByTestId('fleet-lead')).toContainText('None of your 3 servers is linked');
  expect(app.proxy.connections()).toBe(0);
  await button('Connect all').click();
  await expect(row('sandbox')).toContainText(/linked · \d+ ms/, slow);
  await expect(row('sandbox')).toContainText(/[\d.]+ [MG]B of [\d.]+ GB/, slow);
  await expect(row('nowhere')).toContainText('refused the connection');
  await expect(row('moved')).toContainText('key changed');
  expect([await stateOf('sandbox'), await stateOf('moved'), await stateOf('nowhere')]).toEqual([
    'connected',
    'failed',
    'failed',
  ]);
  await expect(page.getByTestId('fleet-lead')).toContainText('2 servers need you');
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/fleet.png' });
});

test('a way that does not work is diagnosed, and the text to hand on holds no secret', async ({ app }) => {
  await button('More for nowhere').click();
  await page.getByRole('menuitem', { name: 'Connection…' }).click();
  const panel = drawer('nowhere');
  await panel.getByRole('button', { name: 'Diagnose' }).click();
  const steps = panel.getByRole('list', { name: 'Diagnosis of the way to nowhere' });
  await expect(steps.locator('[data-outcome="failed"]')).toContainText('refused the connection', slow);
  await expect(panel.getByRole('button', { name: 'Edit server…' })).toBeVisible();
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/diagnosis.png' });
  await panel.getByRole('button', { name: 'Copy diagnosis' }).click();
  await expect(panel.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('refused the connection');
  const secrets = [app.host.ssh.keyPath, path.basename(app.host.ssh.keyPath), 'PRIVATE KEY', app.dataDirectory];
  for (const secret of secrets) expect(text).not.toContain(secret);
  await page.keyboard.press('Escape');
});

test('a changed key is forgotten by a step of its own, which asks about the next one', async ({ app }) => {
  await button('Answer… moved').click();
  const stop = page.getByRole('dialog', { name: 'Stopped: moved has another key' });
  await stop.getByText('I know why the key changed').click();
  await stop.getByLabel('Type localhost to confirm').fill('127.0.0.1');
  await expect(stop.getByRole('button', { name: 'Forget the known key' })).toBeDisabled();
  await stop.getByLabel('Type localhost to confirm').fill('localhost');
  await stop.getByRole('button', { name: 'Forget the known key' }).click();
  await expect(stop.getByText('1 known key forgotten')).toBeVisible();
  await expect(stop.getByRole('region', { name: 'Forgotten keys' })).toContainText('known_hosts, line 2');
  await expectUsable(page);
  await stop.getByRole('button', { name: 'Look at its key again…' }).click();
  const question = page.getByRole('dialog', { name: 'Is this moved?' });
  await expect(question.getByTestId('fingerprint')).toHaveText(app.host.hostKey.fingerprint);
  await question.getByRole('button', { name: 'Trust and connect' }).click();
  await expect(row('moved')).toContainText('linked', slow);
});

test('what a server asks during the login is answered on the page, round by round', async ({ app }) => {
  const draft = { name: 'asking', address: '127.0.0.1', port: asking.port, user: 'me', authMethod: 'interactive' };
  await appendFile(path.join(app.dataDirectory, 'known_hosts'), `[127.0.0.1]:${asking.port} ${asking.publicKey}\n`);
  await add(app, profileDraft.parse(draft));
  await page.reload();
  await button('Connect asking').click();
  const question = page.getByRole('dialog', { name: 'asking asks' });
  await expect(question).toContainText('me@127.0.0.1: Two steps');
  await question.getByLabel('Password').fill('sesame');
  await page.keyboard.press('Enter');
  await question.getByLabel('Code').fill('123456');
  await expectUsable(page);
  await page.keyboard.press('Enter');
  await expect(row('asking')).toContainText('linked', slow);
  expect(asking.heard).toEqual([['sesame'], ['123456']]);
});

test('a cut is told where the link is, and its stages are read in the timeline', async ({ app }) => {
  await button('Open sandbox').click();
  const line = page.getByTestId('link-line');
  await expect(line).toContainText('linked');
  const place = await page.getByRole('heading', { name: 'sandbox', level: 1 }).boundingBox();
  app.proxy.cut();
  await expect(line).toContainText(/reconnecting · (next try|trying)/, slow);
  expect(await page.getByRole('heading', { name: 'sandbox', level: 1 }).boundingBox()).toEqual(place);
  await app.proxy.restore();
  await expect(line).toContainText('linked', slow);
  await line.click();
  const events = drawer('sandbox').getByRole('list', { name: 'What happened, newest first' }).getByRole('listitem');
  await expect(events.first()).toHaveAttribute('data-kind', 'connected');
  const kinds = await events.evaluateAll((items) => items.map((item) => item.getAttribute('data-kind')));
  expect(kinds.indexOf('lost')).toBeGreaterThan(0);
  const stages = await events.locator('.timeline-stage').allTextContents();
  expect(stages).toEqual(expect.arrayContaining(['tcp', 'host key', 'auth']));
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/timeline.png' });
  await page.keyboard.press('Escape');
});

test('all are disconnected by one click and stay so', async () => {
  await page.getByTestId('all-servers').click();
  await button('Disconnect all').click();
  for (const name of ['sandbox', 'moved', 'asking'])
    await expect(row(name)).toHaveAttribute('data-state', 'disconnected');
  await expect(page.getByText('3 links closed')).toBeVisible();
  await button('sandbox').last().click();
  await expect(page.getByText('Not linked to sandbox')).toBeVisible();
});

async function add({ shell }: TestApp, draft: ProfileDraft): Promise<void> {
  const added = await shell.core.handlers.profiles.add(draft, { signal: new AbortController().signal });
  if (!added.ok) throw new Error(added.failure.message);
}

/** The key that `moved` was known by, before it was set up anew. */
const otherKey = (() => {
  const field = (content: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), content]);
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.alloc(32, 7))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
})();

/** A port where nothing listens: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 9;
}
