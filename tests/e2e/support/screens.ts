import { expect, type Page } from '@playwright/test';
import type { FakeCoreOptions } from '../../support/fakes/fake-core.ts';
import { manyRepositories, noMemory } from '../../support/fakes/fake-many.ts';
import type { FakeShell } from '../../support/fakes/fake-shell.ts';
import { managementScreens } from './management-screens.ts';
import { nameOf } from './rows.ts';

/** A state of the page, and the way to it. */
export interface Screen {
  readonly name: string;
  readonly options?: FakeCoreOptions;
  readonly show: (page: Page, shell: FakeShell) => Promise<void>;
}

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) <= 700;
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const hostPage = async (page: Page) => {
  await expect(button(page, 'Start infra')).toBeVisible();
  await expect(page.getByText('Reading the server…')).toHaveCount(0);
};
const selectServer = async (page: Page, name: string) => {
  await hostPage(page);
  if (isPhone(page)) await button(page, 'Servers').click();
  await page.getByTestId(`server-${name}`).click();
};
const longStep = { stepMs: 60_000 };
const longLog = Array.from(
  { length: 400 },
  (_, index) =>
    `[2026-11-21T09:${String(index % 60).padStart(2, '0')}:09.801Z] info  request ${index} answered in ${index % 17} ms\n`,
).join('');

/** Every screen and dialog of the page. */
export const screens: readonly Screen[] = [
  {
    name: 'first-run',
    options: { hosts: [] },
    show: (page) => expect(button(page, 'Add a server').last()).toBeVisible(),
  },
  { name: 'host', show: hostPage },
  {
    name: 'host-below',
    async show(page) {
      await hostPage(page);
      await page.getByRole('heading', { name: 'Server', exact: true }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'drawer',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await expect(page.getByTestId('server-gpu-box')).toBeVisible();
    },
  },
  {
    name: 'no-match',
    async show(page) {
      await hostPage(page);
      await page.keyboard.press('/');
      await page.keyboard.type('nowhere');
      await expect(page.getByText('Nothing matches')).toBeVisible();
    },
  },
  {
    name: 'add-server-errors',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await button(page, 'Add a server').click();
      await page.getByLabel('Address').fill('two words');
      await page.getByRole('radio', { name: 'Key file' }).check();
      await button(page, 'Add and connect').click();
      await expect(page.getByText('Address must be a host name or an IP address')).toBeVisible();
    },
  },
  {
    name: 'edit-server-advanced',
    async show(page) {
      await hostPage(page);
      await button(page, 'Edit…').click();
      await page.getByText('Ports and repository folders').click();
      await expect(page.getByRole('dialog').getByLabel('First port for editors')).toBeVisible();
    },
  },
  {
    name: 'delete-server',
    async show(page) {
      await hostPage(page);
      await button(page, 'Edit…').click();
      await button(page, 'Delete…').click();
      await expect(page.getByRole('dialog', { name: 'Delete frankfurt-1?' })).toBeVisible();
    },
  },
  {
    name: 'fingerprint',
    async show(page) {
      await selectServer(page, 'gpu-box');
      const dialog = page.getByRole('dialog', { name: 'Is this gpu-box?' });
      await dialog
        .getByLabel('Paste to compare')
        .fill('256 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU root@gpu (ED25519)');
      await expect(dialog.getByText('Match: this is the key')).toBeVisible();
    },
  },
  {
    name: 'fingerprint-mismatch',
    async show(page) {
      await selectServer(page, 'gpu-box');
      const dialog = page.getByRole('dialog', { name: 'Is this gpu-box?' });
      await dialog.getByLabel('Paste to compare').fill(`SHA256:${'a'.repeat(43)}`);
      await expect(dialog.getByRole('button', { name: 'Trust and connect' })).toBeDisabled();
    },
  },
  {
    name: 'key-changed',
    async show(page) {
      await selectServer(page, 'moved-box');
      await expect(page.getByRole('dialog', { name: 'Stopped: moved-box has another key' })).toBeVisible();
    },
  },
  {
    name: 'password',
    async show(page) {
      await selectServer(page, 'lab');
      await page.getByRole('dialog', { name: 'Password for lab' }).getByRole('textbox').fill('secret');
    },
  },
  {
    name: 'unreachable',
    async show(page) {
      await selectServer(page, 'old-vps');
      await page.getByText('Show the end of the log').click();
      await expect(page.getByText('ETIMEDOUT')).toBeVisible();
    },
  },
  {
    name: 'connecting',
    options: { connectMs: 60_000 },
    show: (page) => expect(page.getByText('Connecting to frankfurt-1', { exact: true })).toBeVisible(),
  },
  {
    name: 'reconnecting',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setStatus('frankfurt-1', { state: 'reconnecting', nextAttemptAtMs: Date.now() + 8_000 });
      await expect(page.getByText('What you see is the last known state')).toBeVisible();
    },
  },
  {
    name: 'starting-row',
    options: longStep,
    async show(page) {
      await hostPage(page);
      await button(page, 'Start infra').click();
      await button(page, 'Steps for infra').click();
      await expect(page.getByRole('list', { name: 'Steps for infra' })).toBeVisible();
    },
  },
  {
    name: 'start-failed-row',
    async show(page) {
      await hostPage(page);
      await button(page, 'Start broken-app').click();
      await page.getByText('Show the end of the log').click();
      await expect(page.getByText('EADDRINUSE')).toBeVisible();
    },
  },
  {
    name: 'crash-row',
    async show(page) {
      await hostPage(page);
      await button(page, 'Why? billing-api ended').click();
      await expect(page.getByRole('region', { name: 'Last lines of billing-api' })).toBeVisible();
    },
  },
  {
    name: 'row-menu',
    async show(page) {
      await hostPage(page);
      await button(page, 'More for actmcp').click();
      await expect(page.getByRole('menuitem', { name: 'Restart' })).toBeVisible();
    },
  },
  {
    name: 'no-memory-row',
    async show(page, shell) {
      await hostPage(page);
      shell.core.host('frankfurt-1').startFailure = noMemory;
      await button(page, 'Start infra').click();
      await expect(button(page, /^Suspend actmcp/)).toBeVisible();
    },
  },
  {
    name: 'bulk-progress',
    options: { stepMs: 200 },
    async show(page) {
      await hostPage(page);
      await button(page, 'Start all').click();
      await expect(page.getByText('1 of 5 running')).toBeVisible({ timeout: 10_000 });
    },
  },
  {
    name: 'bulk-failed',
    async show(page) {
      await hostPage(page);
      await button(page, 'Start all').click();
      await expect(button(page, 'Retry what failed')).toBeVisible();
    },
  },
  {
    name: 'stop-all',
    async show(page) {
      await hostPage(page);
      await button(page, 'Stop all…').click();
      await expect(button(page, 'Stop all 4')).toBeVisible();
    },
  },
  {
    name: 'logs',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setLog('frankfurt-1', 'actmcp', longLog);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'Show log' }).click();
      await expect(page.getByText('request 399 answered')).toBeVisible();
    },
  },
  {
    name: 'logs-search',
    async show(page, shell) {
      await hostPage(page);
      shell.core.setLog('frankfurt-1', 'actmcp', longLog);
      await button(page, 'More for actmcp').click();
      await page.getByRole('menuitem', { name: 'Show log' }).click();
      await page.getByLabel('Show only lines with').fill('request 7');
      await expect(page.getByText('11 of 400 lines')).toBeVisible();
    },
  },
  {
    name: 'many-repositories',
    options: { hosts: manyRepositories() },
    async show(page) {
      await expect(button(page, 'Open repository-0007')).toBeVisible();
      await expect(page.getByText('Reading the server…')).toHaveCount(0);
    },
  },
  {
    name: 'tab-crashed',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByRole('button', { name: 'billing-api crashed' }).click();
      await expect(
        page.getByTestId('editor-billing-api').getByRole('button', { name: 'Start billing-api again' }),
      ).toBeVisible();
    },
  },
  {
    name: 'tab-asleep',
    async show(page) {
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByRole('button', { name: 'landing-page asleep' }).click();
      await expect(
        page.getByTestId('editor-landing-page').getByRole('button', { name: 'Wake landing-page' }),
      ).toBeVisible();
    },
  },
  {
    name: 'cleanup-list',
    async show(page) {
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await expect(button(page, /^Remove 4 items/)).toBeVisible();
    },
  },
  {
    name: 'cleanup-report',
    async show(page) {
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await button(page, /^Remove 4 items/).click();
      await expect(page.getByText('4 items removed')).toBeVisible();
    },
  },
  {
    name: 'tab-starting',
    options: { stepMs: 700 },
    async show(page) {
      await hostPage(page);
      await nameOf(page, 'infra').click();
      await expect(page.getByTestId('editor-infra').getByText('Starting VS Code')).toBeVisible();
    },
  },
  {
    name: 'tab-failed',
    async show(page) {
      await hostPage(page);
      await nameOf(page, 'broken-app').click();
      await expect(
        page.getByTestId('editor-broken-app').getByRole('button', { name: 'Retry broken-app' }),
      ).toBeVisible();
    },
  },
  {
    name: 'tab-editor-link-lost',
    async show(page, shell) {
      await hostPage(page);
      await button(page, 'Open actmcp').click();
      await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
      shell.core.setStatus('frankfurt-1', { state: 'reconnecting', nextAttemptAtMs: Date.now() + 8_000 });
      await expect(page.getByTestId('editor-actmcp').getByText('Your terminals keep running')).toBeVisible();
    },
  },
  {
    name: 'tab-stopped',
    async show(page) {
      await selectServer(page, 'frankfurt-1');
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByRole('button', { name: 'dotfiles stopped' }).click();
      await expect(page.getByTestId('editor-dotfiles').getByRole('button', { name: 'Start dotfiles' })).toBeVisible();
    },
  },
  {
    name: 'editors-list',
    async show(page) {
      await hostPage(page);
      await button(page, 'Open actmcp').click();
      await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
      if (isPhone(page)) await button(page, /^Editors/).click();
      await expect(button(page, 'Close actmcp')).toBeVisible();
    },
  },
  {
    name: 'empty-host',
    async show(page, shell) {
      shell.core.host('gpu-box').obstacle = null;
      await selectServer(page, 'gpu-box');
      await expect(page.getByRole('heading', { name: 'No repository found yet' })).toBeVisible();
    },
  },
  ...managementScreens,
];
