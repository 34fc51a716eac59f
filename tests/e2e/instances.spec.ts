import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { manyRepositories, noMemory } from '../support/fake-core/fake-many.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectUsable } from './support/axe.ts';
import { chooseFor, nameOf, rowOf } from './support/rows.ts';
import { chooseForServer, rememberServer } from './support/screen.ts';

/** What the rows, the menus and the log of instances promise, whatever the host does. */

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
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('every state has its one click, and the row says what came of it', async ({ page }) => {
  await open(page);
  await expect(rowOf(page, 'billing-api')).toContainText('ran out of memory · 12 min ago');
  await button(page, 'Wake landing-page').click();
  await button(page, 'Start again billing-api').click();
  await button(page, 'Start infra').click();
  for (const name of ['landing-page', 'billing-api', 'infra']) {
    await expect(button(page, `Open ${name}`)).toBeVisible();
    await expect(rowOf(page, name)).toContainText('running');
  }
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('a row stands still while it is started, and goes to those in use when it runs', async ({ page }) => {
  await open(page, { stepMs: 400 });
  const names = () => page.locator('.repository-open').allTextContents();
  await expect(button(page, 'Start infra')).toBeVisible();
  const before = await names();
  await button(page, 'Start infra').click();
  await expect(rowOf(page, 'infra')).toHaveAttribute('data-state', 'starting');
  expect(await names()).toEqual(before);
  await expect(button(page, 'Open infra')).toBeVisible();
  expect(await names()).toEqual([
    'actmcp',
    'billing-api',
    'infra',
    'landing-page',
    'pytorch-transformers',
    'broken-app',
    'dotfiles',
  ]);
});

test('with the keyboard alone: down the rows, a menu by arrow, an entry by its letter', async ({ page }) => {
  await open(page);
  await button(page, 'Open actmcp').focus();
  await page.keyboard.press('ArrowDown');
  await expect(button(page, 'Start again billing-api')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  await expect(button(page, 'More for actmcp')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(button(page, 'More for actmcp')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('p');
  await expect(button(page, 'Wake actmcp')).toBeVisible();
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('a menu closed and opened again at once stays, and a click on its button ends it', async ({ page }) => {
  await open(page);
  const more = button(page, 'More for actmcp');
  const menu = page.getByRole('menu', { name: 'More for actmcp' });
  await more.press('Enter');
  await expect(menu).toBeVisible();
  // In one task, before the browser tells that the first menu was closed.
  await more.evaluate((element) => {
    const shown = element.parentElement?.querySelector(':popover-open');
    if (!(shown instanceof HTMLElement) || !(element instanceof HTMLElement)) throw new Error('no menu is shown');
    shown.hidePopover();
    element.click();
  });
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused();
  await more.click();
  await expect(menu).toHaveCount(0);
  await more.click();
  await expect(menu).toBeVisible();
});

test('a start that has no memory names who could sleep, and one click makes the room', async ({ page }) => {
  await open(page);
  await expect(button(page, 'Start infra')).toBeVisible();
  shell.core.host('frankfurt-1').startFailure = noMemory;
  await button(page, 'Start infra').click();
  const failure = page.getByRole('region', { name: 'Starting infra failed' });
  await expect(failure.getByRole('button')).toHaveText([
    'Suspend actmcp612 MB, idle for 41 min',
    'Suspend pytorch-transformers877 MB',
    'Try again',
    'Start anyway',
    'Dismiss',
    'Copy details',
  ]);
  delete shell.core.host('frankfurt-1').startFailure;
  await failure.getByRole('button', { name: /^Suspend actmcp/ }).click();
  await expect(button(page, 'Open infra')).toBeVisible();
  await expect(button(page, 'Wake actmcp')).toBeVisible();
});

test('what does not fit can be started all the same', async ({ page }) => {
  await open(page);
  await expect(button(page, 'Start infra')).toBeVisible();
  shell.core.host('frankfurt-1').startFailure = noMemory;
  await button(page, 'Start infra').click();
  await button(page, 'Start anyway: infra').click();
  await expect(button(page, 'Open infra')).toBeVisible();
});

test('a tab whose instance fell asleep or crashed is calm, says why, and one click brings the editor back', async ({
  page,
}) => {
  await open(page);
  await nameOf(page, 'actmcp').click();
  const frame = page.frameLocator('iframe[title="VS Code of actmcp"]');
  await expect(frame.getByText('editor of actmcp')).toBeVisible();
  shell.core.setInstance('frankfurt-1', 'actmcp', { state: 'suspended', pid: null, sinceMs: Date.now() });
  const tab = page.getByTestId('editor-actmcp');
  await expect(tab.getByRole('heading', { name: /^actmcp is asleep · \d+ s$/, level: 2 })).toBeVisible();
  await expect(page.locator('iframe')).toHaveCount(0);
  await tab.getByRole('button', { name: 'Wake actmcp' }).click();
  await expect(frame.getByText('editor of actmcp')).toBeVisible();
  const ended = {
    reason: 'killed',
    exitCode: null,
    signal: 'SIGKILL',
    atMs: Date.now(),
    logTail: 'last words\n',
  } as const;
  shell.core.setInstance('frankfurt-1', 'actmcp', { state: 'crashed', pid: null, restartCount: 3, ended });
  await expect(tab.getByTestId('crash')).toContainText('actmcp was killed by SIGKILL');
  await expect(tab.getByTestId('crash')).toContainText('started again 3 times in ten minutes by itself');
  await expect(tab.getByTestId('crash')).toContainText('last words');
  await tab.getByRole('button', { name: 'Start actmcp again' }).click();
  await expect(frame.getByText('editor of actmcp')).toBeVisible();
});

test('stopping all asks first and says by name what ends', async ({ page }) => {
  await open(page);
  await button(page, 'Stop all…').click();
  const dialog = page.getByRole('dialog', { name: 'Stop all on frankfurt-1?' });
  await expect(dialog.getByRole('listitem')).toHaveText([
    'actmcprunning',
    'billing-apicrashed',
    'landing-pageasleep',
    'pytorch-transformersrunning',
  ]);
  await page.keyboard.press('Escape');
  await expect(button(page, 'Open actmcp')).toBeVisible();
  await button(page, 'Stop all…').click();
  await dialog.getByRole('button', { name: 'Stop all 4' }).click();
  await expect(button(page, 'Start actmcp')).toBeVisible();
  await expect(button(page, 'Stop all…')).toBeDisabled();
  await expect(page.getByText('4 repositories stopped.')).toBeVisible();
});

test('a menu opened right after a scroll stays, and goes once its row moves', async ({ page }) => {
  await open(page, { hosts: manyRepositories() });
  const menu = page.getByRole('menu', { name: 'More for repository-0001' });
  await button(page, 'More for repository-0001').evaluate((more) => {
    const list = more.closest('.page');
    if (list === null) throw new Error('the list has no page that scrolls');
    list.scrollTop = 20;
    if (list.scrollTop !== 20) throw new Error('the list does not scroll');
    if (more instanceof HTMLElement) more.click();
  });
  await expect(menu.getByRole('menuitem', { name: 'Show log' })).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(menu).toBeVisible();
  await page.mouse.move(500, 600);
  await page.mouse.wheel(0, 60);
  await expect(menu).toHaveCount(0);
});

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index} end\n`).join('');

test('a log follows its end, stands still while somebody reads, and is searched and saved', async ({ page }) => {
  await open(page);
  await expect(button(page, 'Open actmcp')).toBeVisible();
  shell.core.setLog('frankfurt-1', 'actmcp', lines(0, 500));
  await chooseFor(page, 'actmcp', 'Show log');
  const log = page.getByRole('log');
  await expect(log.getByText('line 499 end')).toBeVisible();
  shell.core.setLog('frankfurt-1', 'actmcp', lines(0, 600));
  await expect
    .poll(() => log.evaluate((area) => area.scrollHeight - area.scrollTop - area.clientHeight))
    .toBeLessThan(2);

  await log.hover();
  await page.mouse.wheel(0, -2_000);
  await expect(page.getByText('Paused here')).toBeVisible();
  const place = await log.evaluate((area) => area.scrollTop);
  shell.core.setLog('frankfurt-1', 'actmcp', lines(0, 650));
  await expect(page.getByText('Paused · 50 newer lines')).toBeVisible();
  expect(await log.evaluate((area) => area.scrollTop)).toBe(place);
  await button(page, 'Jump to end').click();
  await expect
    .poll(() => log.evaluate((area) => area.scrollHeight - area.scrollTop - area.clientHeight))
    .toBeLessThan(2);

  shell.core.setLogsAway(true);
  await expect(page.getByText('Waiting for the server')).toBeVisible();
  shell.core.setLog('frankfurt-1', 'actmcp', lines(0, 660));
  await expect(log.getByText('line 649 end')).toBeVisible();
  shell.core.setLogsAway(false);
  await expect(log.getByText('line 659 end')).toBeVisible();
  await expect(page.getByText('Waiting for the server')).toHaveCount(0);
  await expect(page.getByText('660 lines')).toBeVisible();

  await page.getByLabel('Find in the log').fill('LINE 64');
  await expect(page.getByText('11 of 660 lines')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByText('11 of 11 lines')).toBeVisible();
  const download = page.waitForEvent('download');
  await button(page, 'Save as file').click();
  expect((await download).suggestedFilename()).toBe('actmcp.log');
});

test('a thousand repositories: few are in the page, every one is reached by scrolling and by search', async ({
  page,
}) => {
  await open(page, { hosts: manyRepositories() });
  await expect(button(page, 'Open repository-0998')).toBeVisible();
  const drawn = page.locator('tr[data-state]');
  expect(await drawn.count()).toBeLessThan(200);
  const startedAtMs = Date.now();
  await page.keyboard.press('/');
  await page.keyboard.type('0777');
  await expect(drawn).toHaveCount(1);
  expect(Date.now() - startedAtMs).toBeLessThan(2_000);
  await page.keyboard.press('Escape');
  await page.locator('.page').evaluate((area) => area.scrollTo(0, area.scrollHeight));
  await expect(nameOf(page, 'repository-0999')).toBeAttached();
  await nameOf(page, 'repository-0999').scrollIntoViewIfNeeded();
  await expect(nameOf(page, 'repository-0999')).toBeVisible();
  expect(await drawn.count()).toBeLessThan(250);
});

const publicDialog = (page: Page) => page.getByRole('dialog', { name: 'Public address of actmcp' });
const chooseSystemNginx = async (page: Page) => {
  await chooseForServer(page, 'Settings…');
  await page.getByRole('radio', { name: 'The server’s nginx' }).check();
  await button(page, 'Save').click();
  await button(page, 'Done').click();
};

test('a public address is offered where the server’s nginx leads to it; its password is hidden until it is shown', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await button(page, 'More for actmcp').click();
  await expect(page.getByRole('menuitem', { name: 'Restart' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Public address…' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await chooseSystemNginx(page);

  await button(page, 'More for landing-page').click();
  await expect(page.getByRole('menuitem', { name: 'Public address…' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await chooseFor(page, 'actmcp', 'Public address…');
  const dialog = publicDialog(page);
  await expect(dialog.getByText('https://203.0.113.7/vscode/actmcp/')).toBeVisible();
  await expect(dialog.getByText('Whoever is on the way')).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText('abcde-fghij-kmnpq-rstuv');
  await dialog.getByRole('button', { name: 'Copy password' }).click();
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('abcde-fghij-kmnpq-rstuv');
  await dialog.getByRole('button', { name: 'Show password' }).click();
  await expect(dialog.getByTestId('public-password')).toHaveText('abcde-fghij-kmnpq-rstuv');
  await page.keyboard.press('Escape');
  await expect(page.locator('body')).not.toContainText('abcde-fghij-kmnpq-rstuv');
});

test('a public address without TLS warns, also on a phone, and one that is not there says why', async ({ page }) => {
  await open(page);
  await chooseSystemNginx(page);
  shell.core.host('frankfurt-1').hasTls = false;
  await chooseFor(page, 'actmcp', 'Public address…');
  const dialog = publicDialog(page);
  await expect(dialog.getByText('http://203.0.113.7/vscode/actmcp/')).toBeVisible();
  await expect(dialog).toContainText(
    'Whoever is on the way can read the password and everything you type. Set up TLS for this site.',
  );
  await expectUsable(page);
  await page.setViewportSize({ width: 380, height: 800 });
  await dialog.getByRole('button', { name: 'Show password' }).click();
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/public-address-phone.png' });
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.setViewportSize({ width: 1360, height: 820 });
  shell.core.host('frankfurt-1').settings.nginxKind = 'own';
  await chooseFor(page, 'actmcp', 'Public address…');
  await expect(dialog.getByRole('alert')).toHaveText('There is a public address only behind the nginx of the system.');
  await expect(dialog).toContainText('Choose it in the settings of this server.');
  await expectUsable(page);
  shell.core.host('frankfurt-1').settings.nginxKind = 'system';
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText('http://203.0.113.7/vscode/actmcp/')).toBeVisible();
});
