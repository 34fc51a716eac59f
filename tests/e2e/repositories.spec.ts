import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { profile } from '../../main/contract/profiles.ts';
import type { FakeCoreOptions } from '../support/fake-core/fake-core.ts';
import { fakeHost, fakeHosts, fakeInstance } from '../support/fake-core/fake-hosts.ts';
import { manyRepositories } from '../support/fake-core/fake-many.ts';
import { fakeRepository } from '../support/fake-core/fake-repositories.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { chooseFor, nameOf, rowOf } from './support/rows.ts';
import { rememberServer } from './support/screen.ts';
import { cloneFailures, cloneUrls, openClone } from './support/screens/repository-screens.ts';

/** How repositories come into the list and out of it, and what of the page is the same the next time. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options: FakeCoreOptions = {}, selected = 'frankfurt-1') => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page, selected);
  await page.goto(shell.url);
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const address = (page: Page) => page.getByLabel('Address of the repository');
const names = (page: Page) => page.locator('.repository-open').allTextContents();

test('by keys alone: the menu, a pasted command, the proposed folder, the clone, its editor', async ({ page }) => {
  await open(page);
  await expect(button(page, 'Start infra')).toBeVisible();
  await page.keyboard.press('Alt+a');
  await expect(page.getByRole('menuitem', { name: 'Clone…' })).toBeFocused();
  await page.keyboard.press('c');
  await expect(address(page)).toBeFocused();
  await page.keyboard.insertText('git clone --depth 1 https://me:t0ken@github.com/acme/shop.git store');
  await expect(address(page)).toHaveValue('https://github.com/acme/shop.git');
  await expect(page.getByLabel('Folder on the server')).toHaveValue('/var/www/github/store');
  await expect(page.getByLabel('Token', { exact: true })).toHaveValue('t0ken');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Open store')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.frameLocator('iframe').getByText('editor of store')).toBeVisible();
});

test('what a forge asks is answered on the way, and nothing that was typed is lost', async ({ page }) => {
  await open(page);
  shell.core.host('frankfurt-1').cloneFailures = new Map(cloneFailures);
  await openClone(page, cloneUrls.asksKey);
  await page.getByLabel('Folder on the server').fill('/srv/mine');
  await button(page, 'Clone').click();
  const question = page.getByRole('dialog', { name: 'Is this git.example.org?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(address(page)).toHaveValue(cloneUrls.asksKey);
  await button(page, 'Clone').click();
  await question.getByRole('button', { name: 'Trust and clone' }).click();
  await expect(page.getByText('is in /srv/mine')).toBeVisible();
  await button(page, 'Clone another…').click();

  await address(page).fill(cloneUrls.asksLogin);
  await button(page, 'Clone').click();
  await expect(page.getByText('github.com wants a login')).toBeVisible();
  await button(page, 'Use a deploy key').click();
  await expect(page.getByText('git@github.com:acme/private.git')).toBeVisible();
  await button(page, 'Make a key').click();
  await expect(page.getByTestId('deploy-key')).toContainText('ssh-ed25519 ');
  await button(page, 'I added it, clone').click();
  await expect(button(page, 'Open private')).toBeVisible();
});

test('a clone goes on without its dialog and over a reload, tells how far it is, and can be stopped', async ({
  page,
}) => {
  await open(page);
  shell.core.host('frankfurt-1').heldCloneShare = 0.43;
  await openClone(page, cloneUrls.works);
  await button(page, 'Clone').click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const strip = page.getByText(/Cloning shop · Receiving objects 43 %/);
  await expect(strip).toBeVisible();
  await openClone(page, 'https://github.com/acme/docs.git');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Close' }).last()).toBeFocused();
  await page.keyboard.press('Escape');
  const other = page.getByText(/Cloning docs · Receiving objects 43 %/);
  await expect(other).toBeVisible();
  await page.reload();
  await expect(strip).toBeVisible();
  await button(page, 'Stop cloning shop').click();
  await expect(page.getByText('what it had made is removed')).toBeVisible();
  await expect(strip).toHaveCount(0);
  await expect(button(page, 'Add')).toBeFocused();
  await expect(other).toBeVisible();
  await expect(button(page, 'Start shop')).toHaveCount(0);
  await openClone(page, cloneUrls.works);
  await button(page, 'Clone').click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  shell.core.host('frankfurt-1').heldCloneShare = null;
  await expect(button(page, 'Start shop')).toBeVisible();
  await expect(button(page, 'Start docs')).toBeVisible();
  await expect(page.getByText('is cloned.')).toBeVisible();
});

test('a folder is added, one is made, one is renamed, one is taken off and comes back', async ({ page }) => {
  await open(page);
  shell.core.host('frankfurt-1').unlistedPaths = ['/opt/tools'];
  await button(page, 'Add').click();
  await page.getByRole('menuitem', { name: 'Add a folder…' }).click();
  await page.getByLabel('Folder on the server').fill('/opt/nothing');
  await page.keyboard.press('Enter');
  await expect(page.getByText('/opt/nothing is no git working copy.')).toBeVisible();
  await page.getByLabel('Folder on the server').fill('/opt/tools');
  await button(page, 'Try again').click();
  await expect(button(page, 'Start tools')).toBeVisible();

  await page.keyboard.press('Alt+a');
  await page.keyboard.press('n');
  await page.getByLabel('Name', { exact: true }).fill('notes');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'notes')).toBeVisible();

  await chooseFor(page, 'tools', 'Rename in the list…');
  await page.getByLabel('Name', { exact: true }).fill('Toolbox');
  await page.keyboard.press('Enter');
  await expect(nameOf(page, 'Toolbox')).toHaveAttribute('title', /\/opt\/tools/);

  await nameOf(page, 'infra').click();
  await expect(page.frameLocator('iframe').getByText('editor of infra')).toBeVisible();
  await page.getByTestId('tab-host').click();
  await button(page, 'More for infra').click();
  await expect(page.getByRole('menuitem', { name: 'Remove from the list' })).toBeDisabled();
  await page.keyboard.press('s');
  await expect(button(page, 'Start infra')).toBeVisible();
  await chooseFor(page, 'infra', 'Remove from the list');
  await expect(page.getByRole('tab', { name: 'infra' })).toHaveCount(0);
  await expect(button(page, 'Undo')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Start infra')).toBeVisible();
});

test('how a working copy stands is read again after its editor, and by Look again', async ({ page }) => {
  await open(page);
  const branch = (name: string) => rowOf(page, name).locator('.repository-branch');
  const copies = shell.core.host('frankfurt-1').workingCopies;
  await expect(branch('pytorch-transformers')).toContainText('3 changed files, 1 commit ahead, 2 commits behind');
  await expect(branch('billing-api')).toHaveText('release/2026-11');
  await nameOf(page, 'actmcp').click();
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
  copies.set('actmcp', { changedCount: 5, aheadCount: 2, behindCount: 0 });
  await button(page, 'Close actmcp').click();
  await expect(branch('actmcp')).toContainText('5 changed files, 2 commits ahead');
  await expect(rowOf(page, 'actmcp').locator('.repository-opened')).toHaveText('just now');
  copies.set('billing-api', { changedCount: 1, aheadCount: null, behindCount: null });
  await button(page, 'Look again').click();
  await expect(branch('billing-api')).toContainText('1 changed file');
});

test('two thousand repositories: found, sorted and scrolled at once, and git is asked about few', async ({ page }) => {
  const hosts = manyRepositories(2_000);
  const asked: number[] = [];
  await open(page, { hosts }, 'archive');
  const { repositories } = shell.core.handlers;
  const { inspect: answer } = repositories;
  const inspect: typeof answer = (input, context) => {
    asked.push(input.repositories.length);
    return answer(input, context);
  };
  Object.assign(repositories, { inspect });
  const archive = shell.core.host('archive');
  archive.repositories = archive.repositories.map((repository, index) =>
    index === 1_500 ? { ...repository, lastOpenedAtMs: Date.now() } : repository,
  );
  await page.reload();
  await expect(button(page, 'Open repository-0007')).toBeVisible();
  await expect(page.locator('tr[data-state]').first()).toContainText('main');
  expect(await page.locator('tr[data-state]').count()).toBeLessThan(130);
  const took = async (change: () => Promise<void>, settled: () => Promise<void>) => {
    const beganAt = performance.now();
    await change();
    await settled();
    return performance.now() - beganAt;
  };
  const bySort = await took(
    () => button(page, 'Opened').click(),
    () => expect(page.locator('.repository-open').first()).toHaveText('repository-1500'),
  );
  const bySearch = await took(
    () => page.getByRole('searchbox').fill('1777'),
    () => expect(page.getByText('1 of 2000')).toBeVisible(),
  );
  await page.getByRole('searchbox').fill('');
  const byScroll = await took(
    () => page.locator('.page').evaluate((element) => element.scrollTo(0, 60_000)),
    () => expect(page.locator('tr[data-state]').nth(60)).toBeAttached(),
  );
  expect(Math.max(bySort, bySearch, byScroll)).toBeLessThan(2_000);
  expect(Math.max(...asked)).toBeLessThanOrEqual(50);
  expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(500);
});

/** A second server that works, beside the first one. */
const twoHosts = () => {
  const [first] = fakeHosts(Date.now());
  if (first === undefined) throw new Error('The fakes have no host.');
  const named = profile.parse({ id: 'oslo', name: 'oslo', address: '192.0.2.7', user: 'deploy' });
  const running = fakeInstance('maps', { state: 'running', port: 8890, pid: 11, memoryBytes: 9, startedAtMs: 1 });
  const repositories = ['maps', 'tiles'].map((name) => fakeRepository(`/srv/${name}`));
  return [first, fakeHost(named, { repositories, instances: [running] })];
};

test('who comes back finds servers, tabs, order and search as they were, and every tab’s server linked', async ({
  page,
}) => {
  await open(page, { hosts: twoHosts() }, 'oslo');
  await nameOf(page, 'maps').click();
  await expect(page.frameLocator('iframe').getByText('editor of maps')).toBeVisible();
  await page.getByTestId('tab-host').click();
  await nameOf(page, 'tiles').click();
  await expect(page.frameLocator('iframe[title="VS Code of tiles"]').getByText('editor of tiles')).toBeVisible();
  await page.getByTestId('server-frankfurt-1').click();
  await button(page, 'Repository').click();
  await page.getByRole('searchbox').fill('act');
  await nameOf(page, 'actmcp').click();
  await expect(page.getByTitle('VS Code of actmcp')).toBeVisible();
  shell.core.setInstance('oslo', 'tiles', { state: 'stopped', pid: null, port: null });
  // As if Berth had been closed: no link is up when the page opens.
  shell.core.setStatus('oslo', { state: 'disconnected' });
  shell.core.setStatus('frankfurt-1', { state: 'disconnected' });
  await page.reload();

  await expect(page.getByRole('tab')).toHaveText([
    'frankfurt-1',
    'maps · oslo',
    'tiles · oslo',
    'actmcp · frankfurt-1',
  ]);
  await expect(page.getByRole('tab', { name: 'actmcp' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
  await page.getByRole('tab', { name: 'maps' }).click();
  await expect(page.frameLocator('iframe[title="VS Code of maps · oslo"]').getByText('editor of maps')).toBeVisible();
  await page.getByRole('tab', { name: 'tiles' }).click();
  await expect(page.getByRole('heading', { name: 'tiles is stopped' })).toBeVisible();
  await expect(page.getByTestId('editor-tiles · oslo').getByRole('button', { name: /^Start tiles/ })).toBeVisible();
  const oslo = shell.core.host('oslo');
  oslo.repositories = oslo.repositories.filter(({ name }) => name !== 'tiles');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'tiles · oslo is not in the list' })).toBeVisible();
  await page.getByRole('button', { name: 'Close this tab' }).click();
  await expect(page.getByRole('tab')).toHaveCount(3);
  await page.getByTestId('server-frankfurt-1').click();
  await expect(page.getByRole('searchbox')).toHaveValue('act');
  expect(await names(page)).toEqual(['actmcp']);
  await expect(page.getByRole('columnheader', { name: 'Repository' })).toHaveAttribute('aria-sort', 'ascending');
});

test('a server with nothing on it leads to the first editor, and the way is gone with it', async ({ page }) => {
  await open(
    page,
    { hosts: [fakeHost(profile.parse({ id: 'bare', name: 'bare', address: '192.0.2.8', user: 'me' }))] },
    'bare',
  );
  const way = page.getByRole('list', { name: 'The way to your first editor' });
  const next = way.locator('[aria-current="step"]');
  await expect(next).toContainText('First repository');
  await button(page, 'Clone a repository…').click();
  await address(page).fill(cloneUrls.works);
  await expect(page.getByLabel('Folder on the server')).toHaveValue('~/code/shop');
  await button(page, 'Clone').click();
  await button(page, 'Close').last().click();
  await expect(next).toContainText('First editor');
  await nameOf(page, 'shop').click();
  await expect(page.frameLocator('iframe').getByText('editor of shop')).toBeVisible();
  await page.getByTestId('tab-host').click();
  await expect(way).toHaveCount(0);
});
