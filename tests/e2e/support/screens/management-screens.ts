import { expect, type Page } from '@playwright/test';
import { itemOfRoot } from '../../../support/fake-core/fake-cleanup.ts';
import { button, chooseForServer, hostPage, type Screen } from '../screen.ts';

const openSettings = async (page: Page) => {
  await button(page, 'More for actmcp').click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings of actmcp' })).toBeVisible();
};

/** Screens of looking after a server: cleaning up, ports, settings. */
export const managementScreens: readonly Screen[] = [
  {
    name: 'cleanup-everything',
    async show(page, shell) {
      shell.core.host('frankfurt-1').leftovers.push(itemOfRoot);
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await page.getByRole('radio', { name: /^Everything/ }).check();
      await page.getByRole('checkbox').check();
      await page.getByLabel('Type frankfurt-1 to confirm').fill('frankfurt');
      await expect(button(page, /^Remove/)).toBeDisabled();
    },
  },
  {
    name: 'cleanup-changed',
    async show(page, shell) {
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await expect(button(page, /^Remove 4 items/)).toBeVisible();
      const [, ...rest] = shell.core.host('frankfurt-1').leftovers;
      shell.core.host('frankfurt-1').leftovers = [...rest, itemOfRoot];
      await button(page, /^Remove 4 items/).click();
      await expect(page.getByText('The list changed')).toBeVisible();
    },
  },
  {
    name: 'cleanup-empty',
    async show(page, shell) {
      Object.assign(shell.core.host('frankfurt-1'), { leftovers: [], foreignItems: [] });
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await expect(page.getByRole('heading', { name: 'Nothing is left over' })).toBeVisible();
    },
  },
  {
    name: 'cleanup-running',
    options: { stepMs: 1_500 },
    async show(page) {
      await hostPage(page);
      await button(page, 'Clean up…').click();
      await button(page, /^Remove 4 items/).click();
      await expect(page.getByRole('list', { name: 'Cleanup steps' })).toContainText('pid 3310');
    },
  },
  {
    name: 'host-settings',
    async show(page) {
      await hostPage(page);
      await chooseForServer(page, 'Settings…');
      await page.getByRole('radio', { name: 'The server’s nginx' }).check();
      await page.getByLabel('Conf file of the site').fill('sites/mine');
      await button(page, 'Use for others').click();
      await expect(page.getByText('2 extensions')).toBeVisible();
      await button(page, 'Save').click();
      await expect(page.getByText('Site must be an absolute path')).toBeVisible();
    },
  },
  {
    name: 'port-range',
    async show(page) {
      await hostPage(page);
      await page.getByRole('tab', { name: 'Ports' }).click();
      await button(page, 'Check').click();
      await page.getByLabel('First port for editors').fill('8889');
      await expect(page.getByText('actmcp (8888) lies outside')).toBeVisible();
      await page.getByRole('heading', { name: 'Listening on this server' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'instance-settings',
    async show(page) {
      await openSettings(page);
      await page.getByRole('textbox', { name: 'Memory limit' }).fill('1.5');
      await page.getByRole('combobox', { name: 'Add an argument' }).selectOption('--locale');
      await page.getByRole('combobox', { name: 'Add an argument' }).selectOption('--verbose');
      await page.getByLabel('Value of --locale').fill('de');
      await button(page, 'Add a variable').click();
      await page.getByLabel('Name of variable 1').fill('NODE_ENV');
      await page.getByLabel('Value of NODE_ENV').fill('development');
      await button(page, 'Save').click();
      await expect(button(page, 'Restart now')).toBeVisible();
    },
  },
  {
    name: 'instance-settings-errors',
    async show(page) {
      await openSettings(page);
      await page.getByRole('textbox', { name: 'Memory limit' }).fill('100');
      await page.getByLabel('Unit of the memory limit').selectOption('MB');
      await page.getByRole('combobox', { name: 'Add an argument' }).selectOption('--locale');
      await button(page, 'Add a variable').click();
      await page.getByLabel('Name of variable 1').fill('LD_PRELOAD');
      await button(page, 'Save').click();
      await expect(page.getByText('Memory limit must be at least 256 MB')).toBeVisible();
      await expect(page.getByText('This variable is set by Berth or the system')).toBeVisible();
    },
  },
];
