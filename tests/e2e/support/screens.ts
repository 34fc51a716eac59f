import { expect } from '@playwright/test';
import { nameOf } from './rows.ts';
import { button, chooseForServer, hostPage, isPhone, type Screen, selectServer } from './screen.ts';
import { alertScreens } from './screens/alert-screens.ts';
import { appSettingsScreens } from './screens/app-settings-screens.ts';
import { downloadScreens } from './screens/download-screens.ts';
import { instanceScreens } from './screens/instance-screens.ts';
import { keyScreens } from './screens/key-screens.ts';
import { linkScreens } from './screens/link-screens.ts';
import { logScreens } from './screens/log-screens.ts';
import { managementScreens } from './screens/management-screens.ts';
import { portScreens } from './screens/port-screens.ts';
import { processScreens } from './screens/process-screens.ts';
import { knownHosts, profileScreens } from './screens/profile-screens.ts';
import { repositoryScreens } from './screens/repository-screens.ts';
import { resourceScreens } from './screens/resource-screens.ts';
import { secretScreens } from './screens/secret-screens.ts';
import { sessionScreens } from './screens/session-screens.ts';
import { setupScreens } from './screens/setup-screens.ts';
import { tabScreens } from './screens/tab-screens.ts';
import { updateScreens } from './screens/update-screens.ts';

/** Every screen and dialog of the page. */
export const screens: readonly Screen[] = [
  {
    name: 'first-run',
    options: { hosts: [], sshConfig: knownHosts },
    async show(page) {
      await expect(button(page, 'Add a server').last()).toBeVisible();
      await expect(button(page, 'Take over 5 servers from ~/.ssh/config')).toBeVisible();
    },
  },
  { name: 'host', show: hostPage },
  {
    name: 'drawer',
    isOwnOnPhone: true,
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
      await page.getByLabel('Address', { exact: true }).fill('two words');
      await page.getByRole('radio', { name: 'Key file' }).check();
      await button(page, 'Add and connect').click();
      await expect(page.getByText('Address must be a host name or an IP address')).toBeVisible();
    },
  },
  {
    name: 'remove-server',
    async show(page) {
      await hostPage(page);
      await chooseForServer(page, 'Edit…');
      await button(page, 'Remove…').click();
      await expect(page.getByRole('dialog', { name: 'Remove frankfurt-1?' })).toBeVisible();
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
      await page.getByText('Show details').click();
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
      const nextAttemptAtMs = Date.now() + 8_000;
      shell.core.setStatus('frankfurt-1', { state: 'reconnecting', nextAttemptAtMs, attemptCount: 4 });
      await expect(page.getByText('What you see is the last known state')).toBeVisible();
    },
  },
  ...instanceScreens,
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
        page.getByTestId('editor-broken-app').getByRole('button', { name: 'Try again: broken-app' }),
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
    isOwnOnPhone: true,
    async show(page) {
      await hostPage(page);
      await button(page, 'Open actmcp').click();
      await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
      if (isPhone(page)) await button(page, /^Editors/).click();
      await expect(button(page, 'Close actmcp')).toBeVisible();
    },
  },
  ...repositoryScreens,
  ...alertScreens,
  ...sessionScreens,
  ...downloadScreens,
  ...portScreens,
  ...processScreens,
  ...resourceScreens,
  ...logScreens,
  ...linkScreens,
  ...managementScreens,
  ...setupScreens,
  ...tabScreens,
  ...keyScreens,
  ...appSettingsScreens,
  ...updateScreens,
  ...secretScreens,
  ...profileScreens,
];
