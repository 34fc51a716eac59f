import { expect, type Page } from '@playwright/test';
import { fail } from '../../../../main/contract/failure.ts';
import { hostPage, type Screen } from '../screen.ts';

/** A chart by its title, with its legend, its crosshair and its table. */
export const chart = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
/** The crosshair of a chart. */
export const crosshair = (page: Page, title: string) =>
  page.getByRole('slider', { name: `Moment of ${title}`, exact: true });

/** Goes to the resources of the shown host, and waits for the charts and the first reading. */
export async function showResources(page: Page): Promise<void> {
  await hostPage(page);
  await page.getByRole('tab', { name: 'Resources' }).click();
  await expect(crosshair(page, 'Processor').locator('canvas')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Use of each core' })).toBeVisible();
}

/** A reading once an hour: figures that stand still for a picture. */
const still = { statsTickMs: 3_600_000 };

/** Charts in every form. */
export const resourceScreens: readonly Screen[] = [
  {
    name: 'resources',
    options: still,
    async show(page) {
      await showResources(page);
      await crosshair(page, 'Memory').focus();
      for (const key of ['Home', 'PageUp', 'ArrowRight']) await page.keyboard.press(key);
      await crosshair(page, 'Memory').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'resources-table',
    options: still,
    async show(page) {
      await showResources(page);
      await page.getByRole('radio', { name: '24 hours' }).check();
      await chart(page, 'Processor').getByRole('button', { name: 'Show as table' }).click();
      await expect(chart(page, 'Processor').getByRole('row').nth(20)).toBeAttached();
    },
  },
  {
    name: 'resources-roles',
    options: still,
    async show(page) {
      await showResources(page);
      await page.getByRole('radio', { name: 'By role' }).check();
      await expect(crosshair(page, 'Memory by role')).toBeVisible();
      await page.getByRole('combobox', { name: 'Repository' }).selectOption('actmcp');
      await page.getByText('Arrow keys move through').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'resources-failed',
    options: still,
    async show(page, shell) {
      const history = async () =>
        fail('script-failed', 'script', 'The notes of this server cannot be read.', 'Try again.');
      Object.assign(shell.core.handlers.stats, { history });
      await showResources(page);
      await expect(page.getByText('The notes of this server cannot be read.')).toBeVisible();
    },
  },
];
