import { expect, type Page } from '@playwright/test';
import type { FakeShell } from '../../../support/fake-core/fake-shell.ts';
import { nameOf } from '../rows.ts';
import { button, hostPage, isPhone, type Screen } from '../screen.ts';

/** Goes to the page of the host, from wherever that is. */
const toHost = async (page: Page) => {
  if (isPhone(page)) await button(page, 'Overview').click();
  else await page.getByTestId('tab-host').click();
};

/** Opens editors in tabs, in this order; the last one is shown. */
export async function openTabs(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) {
    await toHost(page);
    await nameOf(page, name).click();
    await expect(page.getByTestId(`editor-${name}`)).toHaveAttribute('data-active', 'true');
    await expect(page.locator(`iframe[title="VS Code of ${name}"], [data-testid="view-${name}"]`)).toBeVisible();
  }
}

/** Chooses from the menu of a tab. */
export async function chooseForTab(page: Page, name: string, entry: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** The id of the tab of a repository, as its native view knows it. */
export async function tabIdOf(page: Page, name: string): Promise<string> {
  const id = await page.getByTestId(`editor-${name}`).getAttribute('id');
  return id?.replace(/^panel-/, '') ?? '';
}

const desktop = { editorHost: 'view' } as const;

/** What a native view tells. */
type Told = Parameters<FakeShell['core']['nativeViews']['set']>[1];

/** Plays an event of the native view of a repository's tab. */
export async function tellView(page: Page, shell: FakeShell, name: string, told: Told): Promise<void> {
  shell.core.nativeViews.set(await tabIdOf(page, name), told);
}

/** Tabs in every state. */
export const tabScreens: readonly Screen[] = [
  {
    name: 'tabs-side-by-side',
    isOwnOnPhone: true,
    async show(page) {
      await hostPage(page);
      await openTabs(page, 'infra', 'actmcp', 'pytorch-transformers');
      if (isPhone(page)) return;
      await chooseForTab(page, 'infra', 'Pin');
      await chooseForTab(page, 'actmcp', 'Show side by side');
      await expect(page.getByRole('separator')).toBeVisible();
    },
  },
  {
    name: 'tab-menu',
    isOwnOnPhone: true,
    async show(page) {
      await hostPage(page);
      await openTabs(page, 'actmcp', 'infra');
      if (isPhone(page)) {
        await button(page, /^Editors/).click();
        await expect(button(page, 'Close infra')).toBeVisible();
        return;
      }
      await page.getByRole('tab', { name: 'actmcp' }).click({ button: 'right' });
      await expect(page.getByRole('menuitem', { name: 'Close others' })).toBeVisible();
    },
  },
  {
    name: 'view-crashed',
    options: desktop,
    async show(page, shell) {
      await hostPage(page);
      await openTabs(page, 'infra', 'actmcp');
      await tellView(page, shell, 'actmcp', { condition: 'crashed' });
      await expect(page.getByRole('heading', { name: 'The editor of actmcp crashed' })).toBeVisible();
    },
  },
  {
    name: 'view-hangs',
    options: desktop,
    async show(page, shell) {
      await hostPage(page);
      await openTabs(page, 'actmcp', 'infra');
      await tellView(page, shell, 'actmcp', { title: 'one' });
      await tellView(page, shell, 'actmcp', { title: 'two' });
      await tellView(page, shell, 'infra', { condition: 'unresponsive' });
      await expect(page.getByRole('heading', { name: 'The editor of infra does not answer' })).toBeVisible();
    },
  },
];
