import { expect, type Page } from '@playwright/test';
import { button, hostPage } from './screen.ts';

/** The way around a host's terminals and agents. */

/** The line of a session. */
export const line = (page: Page, id: string) => page.getByTestId(`session-${id}`);
/** A dialog by its title. */
export const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

/** From a loaded page to the terminals and agents of the shown host. */
export async function sessionsPart(page: Page): Promise<void> {
  await hostPage(page);
  await page.getByRole('tab', { name: /^Sessions/ }).click();
  await expect(page.getByRole('heading', { name: 'Terminals and agents' })).toBeVisible();
}

/** Chooses from the menu of a session. */
export async function choose(page: Page, title: string, entry: string): Promise<void> {
  await button(page, `More for ${title}`).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Chooses from the menu of all sessions of the host. */
export async function chooseForAll(page: Page, entry: string): Promise<void> {
  await button(page, 'More about terminals and agents').click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Waits until the footer says it. */
export const said = (page: Page, words: string | RegExp) =>
  expect(page.locator('.footer').getByText(words)).toBeVisible();
