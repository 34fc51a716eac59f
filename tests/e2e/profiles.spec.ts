import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Profile } from '../../main/contract/profiles.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { openApp } from '../support/app/workbench.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { forgetOthers } from './support/forget-others.ts';

/** Servers through the page, with a real core, a real `~/.ssh/config` and a real host that is also the way to another. */

test.describe.configure({ mode: 'serial', timeout: 60_000 });

let page: Page;
test.beforeAll(async ({ browser, app }) => {
  const browserContext = await browser.newContext({ viewport: { width: 1360, height: 820 }, colorScheme: 'light' });
  page = await browserContext.newPage();
  await openApp(page, app);
});
test.afterAll(async ({ app }) => {
  await page.context().close();
  await forgetOthers(app);
});

const saved = async ({ shell }: TestApp): Promise<Profile[]> => {
  const answer = await shell.core.handlers.profiles.list({}, { signal: new AbortController().signal });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
};
const names = async (app: TestApp) => (await saved(app)).map(({ name }) => name);
const shownNames = () => page.locator('.server-open > .cut').allInnerTexts();
const choose = async (server: string, entry: string) => {
  await page.getByTestId(`server-${server}`).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: entry }).press('Enter');
};
const section = (form: Locator, title: string) => form.locator('summary').filter({ hasText: title });

test('a server is added by hand, through another one, and linked', async ({ app }) => {
  const { host } = app;
  await page.getByRole('button', { name: 'Add a server' }).click();
  const form = page.getByRole('dialog', { name: 'Add servers' });
  await form.getByLabel('Address').fill(host.ssh.host);
  await form.getByLabel('Port', { exact: true }).fill(String(host.ssh.port));
  await form.getByLabel('User').fill(host.ssh.user);
  await form.getByLabel('Name in Berth').fill('inner');
  await form.getByRole('radio', { name: 'Key file' }).check();
  await section(form, 'Way').press('Enter');
  await form.getByRole('combobox', { name: 'The way to this server' }).selectOption('Through sandbox');
  await expect(form.getByText('This computer → sandbox → inner').last()).toBeVisible();
  await section(form, 'Look').press('Enter');
  await form.getByRole('radio', { name: 'purple' }).check();
  await form.getByLabel('Tags').fill('deep');
  await section(form, 'Ports and repository folders').press('Enter');
  await form.getByLabel('Last port for editors').fill('1');
  await section(form, 'Ports and repository folders').press('Enter');
  await form.getByLabel('User').press('Enter');
  // The wrong fields are told; the one in the folded section opened it, and the first one has the focus.
  await expect(form.getByLabel('Key file on this computer')).toBeFocused();
  await expect(form.getByText('Last port must not be below the first port')).toBeVisible();
  await form.getByLabel('Key file on this computer').fill(host.ssh.keyPath);
  await form.getByLabel('Last port for editors').fill('8899');
  await form.getByRole('button', { name: 'Add and connect' }).click();
  await expect(page.getByTestId('fingerprint')).toHaveText(host.hostKey.fingerprint, { timeout: 20_000 });
  await page.getByRole('button', { name: 'Trust and connect' }).click();
  await expect(page.getByTestId('server-inner')).toContainText(/\d+ ms|linked/, { timeout: 20_000 });
  await expect(page.getByRole('heading', { name: 'inner', level: 1 })).toBeVisible();
  expect((await saved(app))[1]).toMatchObject({ jumpProfileId: 'sandbox', color: 'purple', tags: ['deep'] });
});

test('what is a way for others is not removed, and says for whom', async () => {
  await choose('sandbox', 'Remove…');
  const dialog = page.getByRole('dialog', { name: 'Remove sandbox?' });
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByTestId('problem')).toContainText('inner');
  await page.keyboard.press('Escape');
});

test('a server is duplicated, renamed, and moved by keyboard and by mouse', async ({ app }) => {
  await choose('inner', 'Duplicate');
  const form = page.getByRole('dialog', { name: /^Edit inner/ });
  await form.getByLabel('Name in Berth').fill('sandbox');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Name in Berth')).toBeFocused();
  await form.getByLabel('Name in Berth').fill('spare');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect.poll(() => names(app)).toEqual(['sandbox', 'inner', 'spare']);
  const spare = (await saved(app))[2];
  expect(spare).toMatchObject({ jumpProfileId: 'sandbox', color: 'purple', tags: ['deep'] });

  const row = page.getByTestId(`server-${spare?.id}`);
  await row.focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => names(app)).toEqual(['sandbox', 'spare', 'inner']);
  await expect(row).toBeFocused();
  await choose('sandbox', 'Move down');
  await expect.poll(() => names(app)).toEqual(['spare', 'sandbox', 'inner']);
  await page.getByTestId('server-inner').dragTo(row, { targetPosition: { x: 60, y: 3 } });
  await expect.poll(() => names(app)).toEqual(['inner', 'spare', 'sandbox']);
  expect(await shownNames()).toEqual(['inner', 'spare', 'sandbox']);
});

test('hosts of ~/.ssh/config are taken over with their way, and followed', async ({ app }) => {
  const config = path.join(path.dirname(app.dataDirectory), 'home/.ssh/config');
  await mkdir(path.dirname(config), { recursive: true });
  const write = (port: number) =>
    writeFile(
      config,
      `Host gate\n  HostName gate.example.org\n  User ops\n\nHost db\n  HostName 10.0.0.5\n  Port ${port}\n  User postgres\n  ProxyJump gate\n\nHost far\n  HostName far.example.org\n  ProxyCommand nc %h %p\n`,
    );
  await write(2222);
  await page.getByRole('button', { name: 'Add a server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add servers' });
  await dialog.getByRole('radio', { name: '~/.ssh/config' }).check();
  await expect(dialog.getByRole('row', { name: /^db/ })).toContainText('postgres@10.0.0.5:2222');
  await expect(dialog.getByRole('row', { name: /^far/ })).toContainText('ProxyCommand');
  await expect(dialog.getByRole('checkbox', { name: 'far' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'gate' }).uncheck();
  await expect(dialog.getByText('gate comes along')).toBeVisible();
  await expectUsable(page);
  await dialog.getByRole('button', { name: 'Import 1 server' }).click();
  await expect(dialog.getByRole('list', { name: 'Added' }).getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect((await saved(app)).slice(-2)).toMatchObject([
    { name: 'gate', sshConfigHost: 'gate' },
    { name: 'db', sshConfigHost: 'db', jumpProfileId: 'gate' },
  ]);

  await write(2223);
  await choose('db', 'Edit…');
  const form = page.getByRole('dialog', { name: 'Edit db' });
  const port = form.getByLabel('Port', { exact: true });
  await expect(port).toHaveValue('2223');
  await expect(port).not.toBeEditable();
  await form.getByRole('button', { name: 'Make it independent' }).click();
  await expect(port).toBeEditable();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  expect((await saved(app)).at(-1)).toMatchObject({ port: 2223, sshConfigHost: null, jumpProfileId: 'gate' });
});

test('what is exported is imported again where it is missing', async ({ app }) => {
  const before = await saved(app);
  await choose('db', 'Export…');
  const dialog = page.getByRole('dialog', { name: 'Export servers' });
  await dialog.getByRole('checkbox', { name: /^All/ }).check();
  const field = dialog.getByLabel('Exported text');
  await expect(field).toHaveValue(/"sandbox"/);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as file' }).click();
  const file = await (await download).path();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await choose('db', 'Remove…');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByTestId('server-db')).toHaveCount(0);
  await page.getByRole('button', { name: 'Add a server' }).click();
  const adding = page.getByRole('dialog', { name: 'Add servers' });
  await adding.getByRole('radio', { name: 'A file' }).check();
  await adding.getByLabel('Exported text').fill('{}');
  await adding.getByRole('button', { name: 'Import' }).click();
  await expect(adding.getByText('The document holds no servers of Berth.')).toBeVisible();
  await adding.getByLabel('File with exported servers').setInputFiles(file);
  await expect(adding.getByLabel('Exported text')).toHaveValue(/"sandbox"/);
  await adding.getByRole('button', { name: 'Import' }).click();
  await expect(adding.getByText(`1 server added. ${before.length - 1} left out.`)).toBeVisible();
  await adding.getByRole('button', { name: 'Done' }).click();
  expect((await saved(app)).map(({ id: _id, ...rest }) => rest)).toEqual(before.map(({ id: _id, ...rest }) => rest));
});
