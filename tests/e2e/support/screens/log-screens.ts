import { expect, type Page } from '@playwright/test';
import { button, isPhone, type Screen } from '../screen.ts';

/** Goes to the logs of the shown host. */
export async function showLogs(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Logs' }).click();
  await expect(page.getByRole('heading', { name: 'Logs' })).toBeVisible();
  await expect(page.getByText('8 lines')).toBeVisible();
}

/** Chooses one of the logs of the shown host. */
export async function chooseLog(page: Page, name: string): Promise<void> {
  if (isPhone(page)) await page.getByLabel('Which log').selectOption(name);
  else await page.getByRole('navigation', { name: 'Logs of this server' }).getByRole('button', { name }).click();
}

const levels = [
  '[09:14:02] info  HTTP server listening on http://127.0.0.1:8888/',
  '[09:14:03] warn  The setting "python.pythonPath" is deprecated',
  '[09:14:04] error ENOENT: no such file or directory, open "/srv/actmcp/.env"',
  '[09:14:05] debug request of the extension host took 14 ms',
  `[09:14:06] info  ${'a long line that goes on and on '.repeat(120)}`,
  'GITHUB_TOKEN=••• git fetch https://deploy:•••@git.example.org/actmcp.git',
  '',
].join('\n');

/** The logs of a host in every shape. */
export const logScreens: readonly Screen[] = [
  { name: 'host-logs', show: showLogs },
  {
    name: 'host-logs-levels',
    async show(page, shell) {
      shell.core.setLog('frankfurt-1', 'actmcp', levels);
      await showLogs(page);
      await chooseLog(page, 'actmcp');
      await expect(button(page, /show all 3,\d+ characters/)).toBeVisible();
      await page.getByLabel('Only matches').uncheck();
      await page.getByLabel('Find in the log').fill('/\\b(GIT|http)/i');
      await page.keyboard.press('Enter');
      await expect(page.getByText('1 of 2 lines')).toBeVisible();
    },
  },
  {
    name: 'host-logs-empty',
    async show(page, shell) {
      shell.core.setLog('frankfurt-1', 'nginx-error', '');
      await showLogs(page);
      await chooseLog(page, 'nginx errors');
      await expect(page.getByText('nginx has complained about nothing')).toBeVisible();
    },
  },
];
