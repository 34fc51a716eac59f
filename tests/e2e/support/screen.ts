import { expect, type Page } from '@playwright/test';
import type { FakeCoreOptions } from '../../support/fake-core/fake-core.ts';
import type { FakeShell } from '../../support/fake-core/fake-shell.ts';

/** A state of the page, and the way to it. */
export interface Screen {
  readonly name: string;
  readonly options?: FakeCoreOptions;
  /** Whether it begins on the page of all hosts; else the first one is selected. */
  readonly isFleet?: boolean;
  /** A phone shows something here that no wide window has. */
  readonly isOwnOnPhone?: boolean;
  readonly show: (page: Page, shell: FakeShell) => Promise<void>;
}

/** Opens the page as if this host had been selected the last time; the pages of all hosts comes first otherwise. */
export async function rememberServer(page: Page, profileId = 'frankfurt-1'): Promise<void> {
  await page.addInitScript((id) => {
    // An editor's frame has another origin, or none at all.
    if (window.top !== window) return;
    const layout = { profileId: id, tabs: [], activeIndex: null, isSidebarHidden: false };
    // A reload keeps what the page itself has stored since.
    if (localStorage.getItem('berth.layout') === null) localStorage.setItem('berth.layout', JSON.stringify(layout));
  }, profileId);
}

/** True at the width of a phone. */
export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) <= 700;
/** A button by its whole name, or by a part of it. */
export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
/** Opens the menu of the shown host and chooses from it. */
export const chooseForServer = async (page: Page, entry: string) => {
  await button(page, 'More for this server').click();
  await page.getByRole('menuitem', { name: entry }).click();
};
/** Waits for the page of the first host, read once. */
export const hostPage = async (page: Page) => {
  await expect(button(page, 'Start infra')).toBeVisible();
  await expect(page.getByText('Reading the server…')).toHaveCount(0);
};
/** Goes to the page of another host. */
export const selectServer = async (page: Page, name: string) => {
  await hostPage(page);
  if (isPhone(page)) await button(page, 'Servers').click();
  await page.getByTestId(`server-${name}`).click();
};
