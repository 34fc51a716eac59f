import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { fail } from '../../main/contract/failure.ts';
import { fleetHosts, oneTimeCode, threePrompts } from '../support/fake-core/fake-fleet.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { nameOf } from './support/rows.ts';
import { rememberServer } from './support/screen.ts';

/** What hosts ask while somebody logs in, and what is not asked about their keys. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
  await expect(page.getByTestId('footer-link')).toContainText('linked to frankfurt-1');
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('rounds of questions follow one another in one dialog that stays', async ({ page }) => {
  await open(page, { stepMs: 150 });
  Object.assign(shell.core.host('lab'), { obstacle: null, rounds: [threePrompts, oneTimeCode] });
  await page.getByTestId('server-lab').click();
  const dialog = page.getByRole('dialog', { name: 'lab asks' });
  await dialog.getByLabel('Employee number').fill('4711');
  await dialog.getByLabel('Current password').fill('old');
  await dialog.getByLabel('New password').fill('new');
  await expect(dialog).toContainText(/The server waits until .*, about 2 minutes more\./);
  await dialog.evaluate((element) => Object.assign(element, { isSame: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('The server checks your answer…');
  await expect(dialog.getByLabel('Verification code')).toBeFocused();
  expect(await dialog.evaluate((element) => 'isSame' in element)).toBe(true);
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('footer-link')).toContainText('linked to lab');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a wrong answer and a given up login end on a card, and asking again is a button', async ({ page }) => {
  await open(page);
  Object.assign(shell.core.host('lab'), { obstacle: null, rounds: [oneTimeCode] });
  await page.getByTestId('server-lab').click();
  const dialog = page.getByRole('dialog', { name: 'lab asks' });
  await dialog.getByLabel('Verification code').fill('000000');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('did not accept these answers')).toBeVisible();
  await button(page, 'Try again').click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The login was given up.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('a host on the way asks wherever the user is, with both names, and its key is trusted as its own', async ({
  page,
}) => {
  await open(page, { hosts: fleetHosts(Date.now()) });
  const unknown = shell.core.host('new-arm-box').obstacle;
  Object.assign(shell.core.host('bastion'), { obstacle: unknown, rounds: [oneTimeCode] });
  Object.assign(shell.core.host('db'), { obstacle: null });
  Object.assign(shell.core.host('frankfurt-1'), {
    repositories: [{ id: 'actmcp', name: 'actmcp', path: '/srv/actmcp', branch: 'main' }],
  });
  shell.core.setStatus('bastion', { state: 'disconnected' });
  await page.getByTestId('server-db').click();
  await button(page, 'Try again').click();
  const key = page.getByRole('dialog', { name: 'Is this bastion?' });
  await expect(key).toContainText('On the way to db: bastion');
  await key.getByRole('button', { name: 'Trust and connect' }).click();
  const question = page.getByRole('dialog', { name: 'bastion asks' });
  await expect(question).toContainText('On the way to db: bastion');
  await question.getByLabel('Verification code').fill('123456');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('footer-link')).toContainText('linked to db');
});

test('a question comes up over an editor, too', async ({ page }) => {
  await open(page);
  await nameOf(page, 'actmcp').click();
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
  const asked = { title: '', instruction: '', prompts: [{ text: 'Code: ', isEchoed: true }] };
  const question = { ...asked, id: 'again', expiresAtMs: Date.now() + 20_000 };
  shell.core.setStatus('frankfurt-1', { state: 'reconnecting', question });
  const dialog = page.getByRole('dialog', { name: 'frankfurt-1 asks' });
  await expect(dialog).toContainText(/\d+ seconds more/);
  shell.core.setStatus('frankfurt-1', { state: 'connected', question: null });
  await expect(dialog).toHaveCount(0);
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
});

test('a revoked key offers no step; a line for several servers is named, not removed', async ({ page }) => {
  await open(page);
  const forgetFailure = fail(
    'store-unreadable',
    'host key',
    'The key of moved-box in ~/.ssh/known_hosts:7 cannot be forgotten here, because that line is for several servers.',
    'Change that line yourself, or have it changed, and connect again.',
  ).failure;
  Object.assign(shell.core.host('moved-box'), { forgetFailure });
  await page.getByTestId('server-moved-box').click();
  const stop = page.getByRole('dialog', { name: 'Stopped: moved-box has another key' });
  await stop.getByText('I know why the key changed').click();
  await stop.getByLabel('Type 192.0.2.44 to confirm').fill('192.0.2.44');
  await page.keyboard.press('Enter');
  await expect(stop.getByRole('alert').last()).toContainText('~/.ssh/known_hosts:7');
  await stop.getByRole('button', { name: 'Close', exact: true }).last().click();

  const changed = shell.core.host('moved-box').obstacle;
  Object.assign(shell.core.host('moved-box'), { obstacle: { ...changed, kind: 'host-key-revoked' } });
  await button(page, 'Try again').click();
  const revoked = page.getByRole('dialog', { name: 'Stopped: the key of moved-box is revoked' });
  await expect(revoked).toBeVisible();
  await expect(revoked.getByText('I know why')).toHaveCount(0);
});
