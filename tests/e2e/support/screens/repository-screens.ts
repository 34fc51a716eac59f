import { expect, type Page } from '@playwright/test';
import { type Failure, fail } from '../../../../main/contract/failure.ts';
import { button, hostPage, type Screen, selectServer } from '../screen.ts';

/** Addresses whose clones end in one way each. */
export const cloneUrls = {
  works: 'https://github.com/acme/shop.git',
  asksKey: 'git@git.example.org:acme/shop.git',
  asksLogin: 'https://github.com/acme/private.git',
} as const;

/** Why some clones fail on the first host. */
export const cloneFailures: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  [
    cloneUrls.asksKey,
    fail('host-key-unknown', 'clone', 'The key of git.example.org is not known on this server.', 'Compare it.', {
      hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU' },
    }).failure,
  ],
  [
    cloneUrls.asksLogin,
    fail(
      'secret-needed',
      'clone',
      'github.com wants a login for this repository.',
      'Use a token or a deploy key, or check the address.',
      {
        secretKind: 'password',
        detail: "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
      },
    ).failure,
  ],
]);

/** Opens the dialog that clones, with an address in it. */
export async function openClone(page: Page, address: string): Promise<void> {
  await button(page, 'Add').click();
  await page.getByRole('menuitem', { name: 'Clone…' }).click();
  await page.getByLabel('Address of the repository').fill(address);
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Clone to frankfurt-1' });

/** Repositories that come into the list, and how those in it stand. */
export const repositoryScreens: readonly Screen[] = [
  {
    name: 'repositories-removed',
    async show(page) {
      await hostPage(page);
      await button(page, 'More for infra').click();
      await page.getByRole('menuitem', { name: 'Remove from the list' }).click();
      await expect(button(page, 'Undo')).toBeVisible();
    },
  },
  {
    name: 'clone-deploy-key',
    async show(page) {
      await hostPage(page);
      await openClone(page, cloneUrls.asksLogin);
      await page.getByRole('radio', { name: /^A deploy key/ }).check();
      await button(page, 'Make a key').click();
      await expect(button(page, 'I added it, clone')).toBeVisible();
    },
  },
  {
    name: 'clone-running',
    async show(page, shell) {
      shell.core.host('frankfurt-1').heldCloneShare = 0.43;
      await hostPage(page);
      await openClone(page, cloneUrls.works);
      await button(page, 'Clone').click();
      await expect(page.getByRole('list', { name: 'Steps of the clone' })).toContainText('Receiving objects');
      await expect(dialog(page).getByText('43 %')).toBeVisible();
    },
  },
  {
    name: 'clone-failed-key',
    async show(page, shell) {
      shell.core.host('frankfurt-1').cloneFailures = new Map(cloneFailures);
      await hostPage(page);
      await openClone(page, cloneUrls.asksKey);
      await button(page, 'Clone').click();
      await expect(page.getByTestId('forge-fingerprint')).toBeVisible();
    },
  },
  {
    name: 'clone-failed-login',
    async show(page, shell) {
      shell.core.host('frankfurt-1').cloneFailures = new Map(cloneFailures);
      await hostPage(page);
      await openClone(page, cloneUrls.asksLogin);
      await button(page, 'Clone').click();
      await button(page, 'Use a token').click();
      await expect(page.getByLabel('Token', { exact: true })).toBeVisible();
    },
  },
  {
    name: 'repositories-empty',
    async show(page, shell) {
      shell.core.host('gpu-box').obstacle = null;
      await selectServer(page, 'gpu-box');
      await expect(page.getByRole('heading', { name: 'No repository found yet' })).toBeVisible();
    },
  },
];
