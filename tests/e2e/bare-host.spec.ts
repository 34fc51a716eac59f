import { startMirror } from '../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../support/sandbox/probe.ts';
import { addServer, expectAtWork, serverName, setUp, startBareServer } from './support/bare-server.ts';
import { expect, test } from './support/fixtures.ts';

/** From an address and a key to an editor on a server that has sshd and bash and nothing else, by the page alone. */

test.use({ viewport: { width: 1360, height: 820 }, permissions: ['clipboard-read', 'clipboard-write'] });
test.describe.configure({ timeout: 240_000 });

const skip = await describeSkip('bareBox');
test.skip(skip !== null, skip ?? '');

test('root on a bare server: the server fetches all it needs, clones the first repository, and it opens', async ({
  page,
}) => {
  await using stack = new AsyncDisposableStack();
  const server = await startBareServer(stack, { init: 'systemd' }, { hasMirror: true });
  const address = await server.cloneUrl();
  await addServer(page, server, 'root');
  const dialog = await setUp(page, 'bare');
  await dialog.getByText('What was done').click();
  await expect(dialog.getByText('Downloading code-server')).toBeVisible();

  await dialog.getByRole('button', { name: 'Clone a repository…' }).click();
  await page.getByLabel('Address of the repository').fill(address);
  await page.getByRole('button', { name: 'Clone', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open tide-tables' }).click({ timeout: 30_000 });
  await expectAtWork(page, server, 'tide-tables');

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `More for server ${serverName}` }).click();
  await page.keyboard.press('v');
  await expect(page.getByRole('dialog').getByText('tide-tables runs with it.')).toBeVisible({ timeout: 30_000 });
});

test('a bare server that reaches nothing: this computer sends VS Code over a link that breaks, and it opens a folder without nginx and git', async ({
  page,
}) => {
  await using stack = new AsyncDisposableStack();
  const server = await startBareServer(stack, { repositories: ['harbor-api'] }, { hasMirror: false });
  await addServer(page, server, 'root');
  const dialog = await setUp(page, 'cut-off', async (running) => {
    const { proxy } = server;
    proxy.setBytesPerSecond(30_000_000);
    await expect(running.getByRole('progressbar', { name: /^Sending code-server/ })).toBeVisible({ timeout: 60_000 });
    proxy.cut();
    await expect(running.getByText('Waiting for the link')).toBeVisible();
    await page.screenshot({ path: 'out/e2e/cut-off-waiting.png' });
    proxy.setBytesPerSecond(null);
    await proxy.restore();
  });
  const left = dialog.getByRole('region', { name: 'Left to do' });
  for (const name of ['nginx', 'tmux', 'git']) await expect(left.getByText(name, { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Open harbor-api' }).click();
  await expectAtWork(page, server, 'harbor-api', { hasNginx: false });
  expect((await server.host.run('command -v nginx || command -v git || command -v curl')).code).not.toBe(0);
});

test('a plain user where root installed nginx, tmux and git: nothing is asked of root, a folder is added, and a fault is fixed', async ({
  page,
}) => {
  await using stack = new AsyncDisposableStack();
  const server = await startBareServer(stack, {}, { hasMirror: false });
  const { host } = server;
  const distribution = await startMirror(host);
  const install =
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light tmux git >/dev/null';
  expect((await host.run(install)).code).toBe(0);
  await distribution.stop();
  const make = 'git init -q ~/harbour/quay-log && echo "# Quay log" >~/harbour/quay-log/README.md';
  expect((await host.run(make, { user: 'dev' })).code).toBe(0);

  await addServer(page, server, 'dev');
  const dialog = await setUp(page, 'plain-user');
  await dialog.getByRole('button', { name: 'Add a folder…' }).click();
  await page.getByLabel('Folder on the server').fill('~/harbour/quay-log');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Start quay-log' }).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Open quay-log' }).click({ timeout: 60_000 });
  const drawer = await expectAtWork(page, server, 'quay-log');
  const plant = 'mkdir -p ~/.config/code-server; echo "password: tide" >~/.config/code-server/config.yaml; chmod 755 ~';
  expect((await host.run(plant, { user: 'dev' })).code).toBe(0);
  await drawer.getByRole('button', { name: 'Check again' }).click();
  const problems = drawer.getByRole('region', { name: 'Problems' });
  await expect(problems.getByText('config.yaml (mode 644)')).toBeVisible();
  await problems.getByRole('button', { name: 'Make them private' }).click();
  await expect(drawer.getByText('✓ fixed', { exact: true })).toBeVisible();
  expect((await host.run('stat -c %a ~dev/.config/code-server/config.yaml')).stdout).toBe('600\n');
  expect((await host.run('find / -xdev -uid 0 -path "*berth*" ! -path "/proc/*"')).stdout).toBe('');
});
