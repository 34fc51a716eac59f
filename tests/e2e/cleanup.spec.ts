import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { openApp } from '../support/app/workbench.ts';
import { cleanupItemOf } from '../support/fake-core/fake-cleanup.ts';
import { startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { rememberServer } from './support/screen.ts';
import { stopAll } from './support/stop-all.ts';

/** Cleaning up a real host through the page: what is shown is what goes, and nothing else. */

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

let page: Page;
test.beforeAll(async ({ browser, app }) => {
  const browserContext = await browser.newContext({ viewport: { width: 1360, height: 820 } });
  page = await browserContext.newPage();
  await openApp(page, app);
});
test.afterAll(async ({ app }) => {
  await page.context().close();
  await stopAll(app);
});

const dialog = () => page.getByRole('dialog', { name: 'Clean up sandbox' });
const removeButton = () => dialog().getByRole('button', { name: /^Remove \d+ items?/ });

test('a list that changed is shown anew instead of being removed; then exactly that list goes', async ({ app }) => {
  await app.host.run(
    'mkdir -p /tmp/code-server-8890/data && head -c 3000000 /dev/zero > /tmp/code-server-8890/data/big',
  );
  await page.getByRole('button', { name: 'Clean up…' }).click();
  const tree = dialog().getByRole('tree', { name: 'What will be removed' });
  await expect(tree.getByRole('treeitem', { name: '/tmp/code-server-8890' })).toContainText('3 MB');
  await app.host.run('mkdir /tmp/vscode-agent-late');
  await removeButton().click();

  await expect(dialog().getByText('The list changed while you looked at it')).toBeVisible();
  await expect(tree.getByRole('treeitem', { name: '/tmp/vscode-agent-late' })).toContainText('new in this list');
  expect((await app.host.run('ls -d /tmp/code-server-8890')).stdout).toContain('8890');
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/cleanup-changed.png' });

  await removeButton().click();
  await expect(dialog().getByText('2 items removed, 3 MB of disk given back.')).toBeVisible();
  expect((await app.host.run('ls -d /tmp/code-server-* /tmp/vscode-agent-* 2>/dev/null || true')).stdout).toBe('');
  await dialog().getByRole('button', { name: 'Done' }).click();
});

test('the tree is walked by keys: closed, opened, left', async ({ app }) => {
  await app.host.run('mkdir -p /tmp/code-server-1 /tmp/code-server-2 /tmp/code-server-3');
  await page.getByRole('button', { name: 'Clean up…' }).click();
  const tree = dialog().getByRole('tree');
  const group = tree.getByRole('treeitem', { name: 'The server itself' });
  await group.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(tree.getByRole('treeitem')).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(tree.getByRole('treeitem', { name: '/tmp/code-server-3' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog()).toBeHidden();
});

test('everything goes only with the server’s name, warns of work in no commit, and leaves repositories alone', async ({
  app,
}) => {
  const [repository] = app.host.repositories;
  if (repository === undefined) throw new Error('The sandbox has no repository');
  await page.getByRole('button', { name: `Start ${repository.name}` }).click();
  await expect(page.getByRole('button', { name: `More for ${repository.name}` })).toBeVisible();
  await expect(page.getByRole('row', { name: repository.name })).toContainText('running', { timeout: 40_000 });
  await app.host.run(`echo draft > ${repository.path}/draft.txt`);

  await page.getByRole('button', { name: 'Clean up…' }).click();
  await dialog().getByRole('radio', { name: 'Everything of Berth' }).check();
  await expect(dialog().getByText('work that is in no commit')).toBeVisible({ timeout: 20_000 });
  await expect(dialog().getByRole('treeitem', { name: /^process pid \d+ a running instance with/ })).toBeVisible();
  const name = dialog().getByLabel(/^Type sandbox to confirm/);
  await name.fill('sandbo');
  await expect(removeButton()).toBeDisabled();
  await name.fill('sandbox');
  await page.screenshot({ path: 'out/e2e/cleanup-everything.png' });
  await removeButton().click();
  await expect(dialog().getByText(/items? removed/)).toBeVisible({ timeout: 40_000 });
  await expectUsable(page);
  expect((await app.host.run('ls -d ~/.local/share/berth 2>/dev/null || true')).stdout).toBe('');
  await expectNoLeftovers(app.host, { isLinkClosed: true });
  expect((await app.host.run(`cat ${repository.path}/draft.txt`)).stdout).toBe('draft\n');
});

test('after it, a fresh editor starts at once', async ({ app }) => {
  const name = app.host.repositories[0]?.name ?? '';
  await dialog().getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).first().click();
  await page.getByRole('button', { name: `Start ${name}` }).click({ timeout: 20_000 });
  await expect(page.getByRole('row', { name })).toContainText('running', { timeout: 40_000 });
});

test('five thousand items open at once, and every one of them can be reached', async ({ browser }) => {
  const shell = await startFakeShell(pageDirectory, {});
  const context = await browser.newContext({ viewport: { width: 380, height: 800 } });
  const phone = await context.newPage();
  // The contract allows no more.
  shell.core.host('frankfurt-1').foreignItems = [];
  shell.core.host('frankfurt-1').leftovers = Array.from({ length: 5_000 }, (_, index) =>
    cleanupItemOf('socket', `/run/berth/${index}.sock`, 'nobody answers on it', { sizeBytes: index }),
  );
  await rememberServer(phone);
  await phone.goto(shell.url);
  await phone.getByRole('button', { name: 'Clean up…' }).click();
  const tree = phone.getByRole('tree');
  await tree.getByRole('treeitem', { name: '5000 sockets' }).click();
  await expect(tree.getByRole('treeitem')).toHaveCount(103);
  while ((await more(tree).count()) > 0) await more(tree).click();
  await expect(tree.getByRole('treeitem')).toHaveCount(5_002);
  await tree.getByRole('treeitem', { name: '/run/berth/0.sock' }).scrollIntoViewIfNeeded();
  await phone.getByRole('button', { name: /^Remove 5000 items/ }).click({ trial: true });
  await context.close();
  await shell.close();
});

const more = (tree: Locator) => tree.getByRole('treeitem', { name: 'Show more' });
