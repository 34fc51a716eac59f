import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { fail } from '../../main/contract/failure.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { chooseFor, nameOf } from './support/rows.ts';
import { chooseForServer, rememberServer } from './support/screen.ts';

/** What tabs promise: they stay loaded, keep their place, come back after a reload, and never stop an instance. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(() => shell.close());

const open = async (page: Page, options = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
};
const openEditor = async (page: Page, name: string) => {
  await page.getByTestId('tab-host').click();
  await nameOf(page, name).click();
  await expect(frameOf(page, name).getByText(`editor of ${name}`)).toBeVisible();
};
const frameOf = (page: Page, name: string) => page.frameLocator(`iframe[title="VS Code of ${name}"]`);
const typed = (page: Page, name: string) => frameOf(page, name).getByLabel('terminal');
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

test('switching, opening and stopping others never reloads a tab', async ({ page }) => {
  await open(page);
  await openEditor(page, 'actmcp');
  await typed(page, 'actmcp').fill('half a command');
  await openEditor(page, 'pytorch-transformers');
  await openEditor(page, 'infra');
  await expect(page.getByRole('tab')).toHaveText(['frankfurt-1', 'actmcp', 'pytorch-transformers', 'infra']);
  await tab(page, 'frankfurt-1').click();
  await chooseFor(page, 'pytorch-transformers', 'Stop');
  await expect(page.getByRole('button', { name: 'Start pytorch-transformers' })).toBeVisible();
  await tab(page, 'actmcp').click();
  await expect(typed(page, 'actmcp')).toHaveValue('half a command');
  await tab(page, 'pytorch-transformers').click();
  await expect(page.getByRole('heading', { name: 'pytorch-transformers is stopped' })).toBeVisible();
});

test('closing a tab unloads it and leaves the instance running', async ({ page }) => {
  await open(page);
  await openEditor(page, 'actmcp');
  await page.getByRole('button', { name: 'Close actmcp' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Open actmcp' })).toBeVisible();
  expect(shell.core.host('frankfurt-1').instances.find(({ id }) => id === 'actmcp')?.state).toBe('running');
});

test('a reload brings the tabs back in their places; a stopped one waits for its button', async ({ page }) => {
  await open(page);
  await openEditor(page, 'infra');
  await openEditor(page, 'actmcp');
  shell.core.setInstance('frankfurt-1', 'infra', { state: 'stopped', pid: null, port: null });
  await page.reload();
  await expect(frameOf(page, 'actmcp').getByText('editor of actmcp')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveText(['frankfurt-1', 'infra', 'actmcp']);
  await tab(page, 'infra').click();
  await page.getByTestId('editor-infra').getByRole('button', { name: 'Start infra' }).click();
  await expect(frameOf(page, 'infra').getByText('editor of infra')).toBeVisible();
});

test('a lost link shows a line, keeps the frame, and goes away by itself', async ({ page }) => {
  await open(page);
  await openEditor(page, 'actmcp');
  await typed(page, 'actmcp').fill('kept');
  const place = await page.locator('iframe').boundingBox();
  shell.core.setStatus('frankfurt-1', { state: 'reconnecting', nextAttemptAtMs: Date.now() + 9_000 });
  await expect(page.getByText('Link lost; reconnecting')).toBeVisible();
  expect(await page.locator('iframe').boundingBox()).toEqual(place);
  shell.core.setStatus('frankfurt-1', { state: 'connected', nextAttemptAtMs: null });
  await expect(page.getByText('Link lost; reconnecting')).toHaveCount(0);
  await expect(typed(page, 'actmcp')).toHaveValue('kept');
});

test('when Berth itself is gone for a moment, the page says so and goes on', async ({ page }) => {
  await open(page);
  await openEditor(page, 'actmcp');
  await typed(page, 'actmcp').fill('kept');
  shell.dropSockets();
  await expect(page.getByText('Berth itself does not answer')).toBeVisible();
  await expect(page.getByTestId('footer-link')).toContainText('linked to frankfurt-1');
  await expect(typed(page, 'actmcp')).toHaveValue('kept');
});

test('keys: places, closing, sidebar, search; not while a dialog is open', async ({ page }) => {
  await open(page);
  await openEditor(page, 'actmcp');
  await page.getByRole('tab', { name: 'actmcp' }).focus();
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('heading', { name: 'frankfurt-1', level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.getByTestId('tab-host').focus();
  await page.keyboard.press('Alt+b');
  await expect(page.getByTestId('server-gpu-box')).toHaveCount(0);
  await page.keyboard.press('Alt+b');
  await chooseForServer(page, 'Edit…');
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByTestId('tab-host').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('tab', { name: 'actmcp' })).toHaveCount(0);
});

test('on the desktop a native view follows its tab and hides under a dialog', async ({ page }) => {
  await open(page, { editorHost: 'view' });
  await page.getByRole('button', { name: 'Open actmcp', exact: true }).click();
  const view = () => [...shell.core.views.values()][0];
  await expect.poll(view).toMatchObject({ isVisible: true, width: 1096 });
  await tab(page, 'frankfurt-1').click();
  await expect.poll(view).toMatchObject({ isVisible: false });
  await tab(page, 'actmcp').click();
  await expect.poll(view).toMatchObject({ isVisible: true });
  await page.getByRole('button', { name: 'Hide the sidebar' }).click();
  await expect.poll(view).toMatchObject({ width: 1360 });
  await page.getByRole('button', { name: 'Show the sidebar' }).click();
  await page.getByRole('button', { name: 'Add a server' }).click();
  await expect.poll(view).toMatchObject({ isVisible: false });
  await page.keyboard.press('Escape');
  await expect.poll(view).toMatchObject({ isVisible: true, width: 1096 });
  await page.getByRole('button', { name: 'Close actmcp' }).click();
  await expect.poll(() => shell.core.views.size).toBe(0);
});

test('a server is added by pasting its ssh command', async ({ page }) => {
  await open(page, { hosts: [] });
  await page.getByRole('main').getByRole('button', { name: 'Add a server' }).click();
  await page.getByLabel('Address').evaluate((field) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'ssh me@dev.example -p 2222 -i ~/.ssh/id_dev');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('2222');
  await expect(page.getByLabel('Key file on this computer')).toHaveValue('~/.ssh/id_dev');
  await page.getByRole('button', { name: 'Add and connect' }).click();
  await expect(page.getByRole('heading', { name: 'No repository found yet' })).toBeVisible();
});

test('a key is trusted after comparing, not while it differs; a changed one offers no way on', async ({ page }) => {
  await open(page);
  await page.getByTestId('server-gpu-box').click();
  const question = page.getByRole('dialog', { name: 'Is this gpu-box?' });
  const trust = question.getByRole('button', { name: 'Trust and connect' });
  await question.getByLabel('Paste to compare').fill(`SHA256:${'b'.repeat(43)}`);
  await expect(trust).toBeDisabled();
  await question.getByLabel('Paste to compare').fill((await page.getByTestId('fingerprint').textContent()) ?? '');
  await expect(question.getByText('Match: this is the key')).toBeVisible();
  await trust.click();
  await expect(page.getByTestId('footer-link')).toContainText('linked to gpu-box');

  await page.getByTestId('server-moved-box').click();
  const stop = page.getByRole('dialog', { name: 'Stopped: moved-box has another key' });
  await expect(stop.getByRole('button')).toHaveText(['', 'Copy details', 'Close']);
});

test('a wrong password is asked for again, and the right one connects', async ({ page }) => {
  await open(page);
  await page.getByTestId('server-lab').click();
  const question = page.getByRole('dialog', { name: 'Password for lab' });
  await question.getByRole('textbox').fill('wrong');
  await question.getByRole('button', { name: 'Connect' }).click();
  await expect(question.getByRole('textbox')).toHaveValue('');
  await question.getByRole('textbox').fill('right');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('footer-link')).toContainText('linked to lab');
});

test('what a host sends is text: markup in a name stays letters', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('button', { name: 'Start infra' })).toBeVisible();
  shell.core.setInstance('frankfurt-1', 'odd', { repository: '<img src=x onerror=alert(1)>', state: 'running' });
  await expect(page.getByRole('row', { name: '<img src=x onerror=alert(1)>' })).toBeVisible();
  await expect(page.locator('img')).toHaveCount(0);
});

test('figures that cannot be read are told, not waited for', async ({ page }) => {
  shell = await startFakeShell(pageDirectory, {});
  const broken = fail('script-failed', 'script', 'The command stats failed on the server.', 'Try again.').failure;
  shell.core.host('frankfurt-1').statsFailure = broken;
  await rememberServer(page);
  await page.goto(shell.url);
  await expect(page.getByRole('region', { name: 'Memory', exact: true })).toContainText(
    'The command stats failed on the server.',
  );
  await expect(page.getByText('Reading the server…')).toHaveCount(0);
});
