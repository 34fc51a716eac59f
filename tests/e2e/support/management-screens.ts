import { expect, type Page } from '@playwright/test';
import type { Screen } from './screens.ts';

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const openSettings = async (page: Page) => {
  await button(page, 'More for actmcp').click();
  await page.getByRole('menuitem', { name: 'Settings…' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings of actmcp' })).toBeVisible();
};

/** Screens of looking after a server: settings of an editor, and what stands in the way of saving them. */
export const managementScreens: readonly Screen[] = [
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
