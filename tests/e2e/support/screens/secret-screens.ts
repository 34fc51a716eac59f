import { expect, type Page } from '@playwright/test';
import { button, hostPage, type Screen, selectServer } from '../screen.ts';

const passphrase = 'correct horse battery';
const openDialog = async (page: Page) => {
  await hostPage(page);
  await button(page, /^Remembered secrets/).click();
  return page.getByRole('dialog', { name: 'Remembered secrets' });
};

/** Screens about remembered passwords and passphrases. */
export const secretScreens: readonly Screen[] = [
  {
    name: 'secrets-set',
    async show(page) {
      const dialog = await openDialog(page);
      await dialog.getByRole('button', { name: 'Set a master passphrase…' }).click();
      await dialog.getByLabel('Master passphrase', { exact: true }).fill('swordfish7');
      await expect(dialog.getByText('Easy to guess')).toBeVisible();
      await dialog.getByLabel('The same again').fill('swordfish');
      await expect(dialog.getByText('Not the same yet.')).toBeVisible();
      await expect(dialog.getByRole('button', { name: 'Set passphrase' })).toBeDisabled();
    },
  },
  {
    name: 'secrets-change-refused',
    options: { secrets: { passphrase, count: 3 } },
    async show(page) {
      const dialog = await openDialog(page);
      await dialog.getByRole('button', { name: 'Change passphrase…' }).click();
      await dialog.getByLabel('Present master passphrase').fill('wrong');
      await dialog.getByLabel('New master passphrase').fill('four unrelated words here');
      await dialog.getByLabel('The same again').fill('four unrelated words here');
      await dialog.getByRole('button', { name: 'Change passphrase', exact: true }).click();
      await expect(dialog.getByText('This is not the master passphrase.')).toBeVisible();
    },
  },
  {
    name: 'secrets-locked',
    options: { secrets: { passphrase, count: 3, isLocked: true } },
    async show(page) {
      const dialog = await openDialog(page);
      await dialog.getByLabel('Master passphrase', { exact: true }).fill('wrong');
      await dialog.getByRole('button', { name: 'Unlock' }).click();
      await expect(dialog.getByText('This is not the master passphrase.')).toBeVisible();
    },
  },
  {
    name: 'secrets-forget',
    options: { secrets: { kind: 'keychain', count: 1 } },
    async show(page) {
      const dialog = await openDialog(page);
      await dialog.getByRole('button', { name: 'Forget all…' }).click();
      await expect(dialog.getByText('Servers stay, and ask again.')).toBeVisible();
    },
  },
  {
    name: 'password-locked',
    options: { secrets: { passphrase, count: 3, isLocked: true } },
    async show(page) {
      await selectServer(page, 'lab');
      const dialog = page.getByRole('dialog', { name: 'Password for lab' });
      await dialog.getByRole('button', { name: 'Unlock…' }).click();
      await dialog.getByLabel('Master passphrase', { exact: true }).fill(passphrase);
      await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
      // The fake remembers nothing, so the question comes back, and can be remembered now.
      await expect(dialog.getByLabel('Remember it under your master passphrase')).toBeVisible();
    },
  },
  {
    name: 'password-unlock',
    options: { secrets: { passphrase, count: 3, isLocked: true } },
    async show(page) {
      await selectServer(page, 'lab');
      const dialog = page.getByRole('dialog', { name: 'Password for lab' });
      await dialog.getByRole('button', { name: 'Unlock…' }).click();
      await expect(dialog.getByLabel('Master passphrase', { exact: true })).toBeFocused();
      await expect(dialog.getByLabel(/^Remember it/)).toHaveCount(0);
    },
  },
];
