import { expect } from '@playwright/test';
import { button, hostPage, type Screen } from '../screen.ts';

/** A later version, as Berth's own settings tell of it. */
export const updateScreens: readonly Screen[] = [
  {
    name: 'app-settings-updates',
    options: { editorHost: 'view' },
    async show(page, shell) {
      shell.core.updates.topic.publish({
        installed: '0.1.0',
        status: { state: 'found', version: '0.2.0', atMs: Date.now() },
        isInstallable: true,
        releasesUrl: 'https://github.com/somebody/berth/releases',
      });
      await hostPage(page);
      await button(page, 'Settings').click();
      const dialog = page.getByRole('dialog', { name: 'Settings' });
      await dialog.getByRole('button', { name: 'Updates' }).click();
      await expect(dialog.getByRole('button', { name: 'Download 0.2.0' })).toBeVisible();
    },
  },
];
