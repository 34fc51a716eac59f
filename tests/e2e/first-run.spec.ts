import { Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf } from './support/rows.ts';

test.use({ appOptions: { hasProfile: false }, viewport: { width: 1360, height: 820 } });
test.describe.configure({ timeout: 180_000 });

test('a new user adds a server by password, compares its key, and works in a repository', async ({ page, app }) => {
  const { host, proxy } = app;
  const user = host.users.find(({ password }) => password !== null);
  test.skip(user?.repositoriesRoot == null, 'this kind of sandbox has no user with a password');
  await page.goto(app.shell.issueUrl());
  await page.getByRole('button', { name: 'Add a server' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Address').fill('127.0.0.1 ');
  await form.getByLabel('Port', { exact: true }).fill('no number');
  await form.getByLabel('User').fill(user?.name ?? '');
  await form.getByLabel('Name in Berth').fill('harbour');
  await form.getByRole('radio', { name: 'Password' }).check();
  await form.getByText('Ports and repository folders').click();
  await form.getByLabel('Folders to look for repositories in').fill(user?.repositoriesRoot ?? '');
  await form.getByRole('button', { name: /save|add|connect/i }).click();
  await expect(form.getByText('Port must be a number')).toBeVisible();
  await form.getByLabel('Port', { exact: true }).fill(String(proxy.port));
  await form.getByRole('button', { name: /save|add|connect/i }).click();

  await expect(page.getByTestId('fingerprint')).toHaveText(host.hostKey.fingerprint);
  await page.screenshot({ path: 'out/e2e/fingerprint.png' });
  await page.getByRole('button', { name: 'Trust and connect' }).click();
  const secret = page.getByRole('dialog').getByLabel(/^Password/);
  await secret.fill('not the password');
  await secret.press('Enter');
  await expect(page.getByText(/refused|wrong|not accepted|did not accept/i).first()).toBeVisible({ timeout: 15_000 });
  await page.screenshot({ path: 'out/e2e/wrong-password.png' });
  await secret.fill(user?.password ?? '');
  await secret.press('Enter');

  await expect(page.getByRole('heading', { name: 'harbour', level: 1 })).toBeVisible();
  await nameOf(page, 'tide-charts').click();
  await new Workbench(page, 'tide-charts').whenReady();
  const owner = await host.run(`stat -c %U:%a ~${user?.name}/.local/share/berth`);
  expect(owner.stdout.trim()).toBe(`${user?.name}:700`);
  await page.getByRole('tab', { name: 'harbour' }).click();
  await chooseFor(page, 'tide-charts', 'Stop');
  await expect(page.getByRole('button', { name: 'Start tide-charts' })).toBeVisible({ timeout: 30_000 });
  await expectNoLeftovers(host, user === undefined ? {} : { user: user.name });
});
