import type { Locator, Page } from '@playwright/test';

/** The name of a repository in the table; pressing it opens the repository, in whatever state it is. */
export function nameOf(page: Page, name: string): Locator {
  return page.locator('.repository-name').getByRole('button', { name, exact: true });
}

/** Chooses from the menu of a repository. */
export async function chooseFor(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** The row of a repository. */
export function rowOf(page: Page, name: string): Locator {
  return page.locator('tr[data-state]').filter({ has: nameOf(page, name) });
}
