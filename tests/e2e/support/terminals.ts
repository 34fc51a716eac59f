import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { FakeCoreOptions } from '../../support/fake-core/fake-core.ts';
import { type FakeShell, startFakeShell } from '../../support/fake-core/fake-shell.ts';
import { hostPage, rememberServer } from './screen.ts';

const pageDirectory = fileURLToPath(new URL('../../../out/renderer', import.meta.url));

/** The host whose terminals are looked at; it has none at first. */
export const terminalHost = 'frankfurt-1';

/** The tab of a terminal that is seen. */
export const shown = (page: Page) => page.locator('.terminal-tab:not([data-pane="none"])');
/** What the terminal draws, as text. */
export const screen = (page: Page) => shown(page).locator('.xterm-rows').first();
/** What takes the keys of the terminal. */
export const input = (page: Page) =>
  shown(page)
    .getByRole('textbox', { name: /^Terminal/ })
    .first();
/** What is said above the foot of a terminal. */
export const status = (page: Page) => shown(page).locator('.terminal-notice [role="status"]');
/** The line below a terminal. */
export const foot = (page: Page) => shown(page).locator('.terminal-foot').first();
/** Starts a terminal by its keys, and waits for its shell. */
export const newTerminal = async (page: Page) => {
  await page.keyboard.press('Alt+Shift+N');
  await expect(screen(page)).toContainText('$');
};
/** In the seventh column of a row, from 0, where a pointer would be. */
export const placeOf = async (page: Page, row: number) => {
  const box = await screen(page).locator('> div').nth(row).boundingBox();
  if (box === null) throw new Error('The row is not drawn');
  return { x: box.x + 52, y: box.y + box.height / 2 };
};
/** Pastes as the system's own keys do; the browser hands the text over with the event. */
export const paste = async (page: Page, text: string) => {
  await input(page).evaluate((element, given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', given);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
};
/** What is in the clipboard, where the page may read it. */
export const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Gives each test of a file a page with a host of its own, and holds the shell to have had no bugs. */
export function setUpTerminals() {
  let current: FakeShell | null = null;
  const shell = (): FakeShell => {
    if (current === null) throw new Error('The test has not opened the page');
    return current;
  };
  test.afterEach(async () => {
    const ended = current;
    current = null;
    expect(ended?.bugs ?? []).toEqual([]);
    await ended?.close();
  });
  const terminal = (id = 'terminal') => shell().core.sessions.terminal(terminalHost, id);
  return {
    shell,
    terminal,
    typed: () => terminal().typed,
    async open(page: Page, options: FakeCoreOptions = {}) {
      current = await startFakeShell(pageDirectory, options);
      await rememberServer(page);
      await page.goto(current.url);
      await hostPage(page);
    },
    allowClipboard: (context: BrowserContext) =>
      context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(shell().url).origin }),
  };
}
