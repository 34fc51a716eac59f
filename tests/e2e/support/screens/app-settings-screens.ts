import { expect, type Page } from '@playwright/test';
import { button, hostPage, type Screen } from '../screen.ts';

const openSettings = async (page: Page, part?: string) => {
  await hostPage(page);
  await button(page, 'Settings').click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  if (part !== undefined) await dialog.getByRole('button', { name: part }).click();
  return dialog;
};

const diagnosis = `Berth: 0.1.0
Shell: desktop app, installed
Electron: 45.4.1, Chromium 152.0.7977.3
System: linux x64, 6.18.1, #1 SMP PREEMPT_DYNAMIC
Memory: 31.1 GiB, 12.4 GiB free
Data folder: ~/.config/berth
Saved servers: 3

Last 3 lines of the log:
2026-11-22T09:14:02.113Z info The link changed its state {"profileId":"p-1","state":"connected"}
2026-11-22T09:31:40.870Z warn Nothing was heard of server-1 for 20 s {"profileId":"p-1","kind":"link-lost"}
2026-11-22T09:31:43.002Z info The link changed its state {"profileId":"p-1","state":"connected"}
`;

/** Screens about Berth's own settings. */
export const appSettingsScreens: readonly Screen[] = [
  {
    name: 'app-settings',
    options: { editorHost: 'view' },
    async show(page) {
      const dialog = await openSettings(page);
      await expect(dialog.getByLabel('Hidden editors that stay loaded')).toHaveValue('6');
    },
  },
  {
    name: 'app-settings-trouble',
    options: { editorHost: 'view' },
    async show(page, shell) {
      shell.core.upkeep.diagnosis = diagnosis;
      const dialog = await openSettings(page, 'Troubleshooting');
      await dialog.getByRole('button', { name: 'Collect…' }).click();
      await expect(dialog.getByRole('textbox', { name: 'Diagnosis' })).toHaveValue(/Data folder/);
    },
  },
];
