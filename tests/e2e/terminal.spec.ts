import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { hostPage, rememberServer } from './support/screen.ts';

/** What a terminal in a tab promises: it is typed into, outlives the link, and does nothing that nobody asked for. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const host = 'frankfurt-1';

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
};
const newTerminal = async (page: Page) => {
  await page.keyboard.press('Alt+Shift+N');
  await expect(screen(page)).toContainText('$');
};
const terminal = () => shell.core.sessions.terminal(host, 'terminal');
const screen = (page: Page) => page.locator('.editor-tab:not([data-pane="none"]) .xterm-rows').first();
const input = (page: Page) => page.getByRole('textbox', { name: /^Terminal/ }).first();

test('what is typed reaches the program, and what it prints is seen', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo typed in a terminal\n');
  await expect(screen(page)).toContainText('typed in a terminal');
  await page.keyboard.type('colours\n');
  await expect(screen(page)).toContainText('true colour');
  await page.screenshot({ path: '/tmp/f-shots/typed.png' });
});
