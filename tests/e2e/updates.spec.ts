import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { UpdateStatus } from '../../main/contract/updates.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { hostPage, rememberServer } from './support/screen.ts';

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const releasesUrl = 'https://github.com/somebody/berth/releases';

let shell: FakeShell;
test.afterEach(() => shell.close());

test('a later version is looked for, fetched and installed by a click each, and by nothing else', async ({ page }) => {
  shell = await startFakeShell(pageDirectory, { editorHost: 'view' });
  const { topic, asked } = shell.core.updates;
  const tell = (status: UpdateStatus, isInstallable = true) =>
    topic.publish({ installed: '0.1.0', status, isInstallable, releasesUrl });
  tell({ state: 'unknown' });
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const part = page.getByTestId('settings-updates');
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Updates' }).click();
  await expect(part.getByRole('heading')).toHaveText('Berth 0.1.0');
  await expect(part).toContainText('only when you let it');
  expect(asked).toEqual([]);

  const daily = part.getByLabel('Check for updates once a day');
  await expect(daily).not.toBeChecked();
  await daily.click();
  await expect.poll(() => shell.core.upkeep.settings.isUpdateChecked).toBe(true);
  await expect(daily).toBeChecked();
  await part.getByRole('button', { name: 'Check now' }).click();
  tell({ state: 'looking' });
  await expect(part.getByRole('button', { name: 'Checking…' })).toBeFocused();
  tell({ state: 'latest', atMs: Date.now() });
  await expect(part).toContainText('This is the latest version. Checked just now.');

  tell({ state: 'found', version: '0.2.0', atMs: Date.now() }, false);
  await expect(part).toContainText('updated by your package manager, or from the page with all versions');
  await expect(part.getByRole('button', { name: /Download/ })).toHaveCount(0);
  await expect(part.getByRole('link', { name: 'All versions' })).toHaveAttribute('href', releasesUrl);

  tell({ state: 'found', version: '0.2.0', atMs: Date.now() });
  await part.getByRole('button', { name: 'Download 0.2.0' }).click();
  tell({ state: 'fetching', version: '0.2.0', share: 0.42 });
  await expect(part).toContainText('42 %');
  tell({ state: 'ready', version: '0.2.0' });
  await part.getByRole('button', { name: 'Restart with 0.2.0' }).click();
  await expect.poll(() => asked).toEqual(['look', 'fetch', 'install']);

  const failure = {
    kind: 'unavailable',
    stage: 'download',
    message: 'It was not whole.',
    nextStep: 'Try again.',
  } as const;
  const rest = { detail: null, hostKey: null, secretKind: null, jump: null };
  tell({ state: 'failed', failure: { ...failure, ...rest } });
  await expect(part.getByTestId('problem')).toContainText('It was not whole.');
  await expect(part.getByRole('button', { name: 'Check now' })).toBeVisible();
});

test('a later version that was found by itself is told in one sentence, and marked where its settings are', async ({
  page,
}) => {
  shell = await startFakeShell(pageDirectory, { editorHost: 'view' });
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
  const status = { state: 'found', version: '0.2.0', atMs: Date.now() } as const;
  shell.core.updates.topic.publish({ installed: '0.1.0', status, isInstallable: true, releasesUrl });
  await expect(page.locator('.footer')).toContainText('Berth 0.2.0 is available: see Settings, Updates.');
  const button = page.getByRole('button', { name: 'Settings', exact: true });
  await expect(button).toHaveAttribute('title', /Berth 0\.2\.0 is available/);
  await button.click();
  await expect(page.getByTestId('settings-updates')).toBeVisible();
});
