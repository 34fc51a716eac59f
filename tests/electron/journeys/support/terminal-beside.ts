import { expect } from '@playwright/test';
import { hasKeys } from '../../double/keyboard-focus.ts';
import { takeWindow, viewOf } from '../../support/screen.ts';
import type { Desktop } from '../../support/start-desktop.ts';

const slow = { timeout: 60_000 };

/**
 * A terminal, which the page draws itself, beside the native view of `repository`: it is begun by keys while the view has them,
 * and of two that are shown each gets them by keys again. The terminal is the last tab, and closed in the end.
 */
export async function terminalBeside(desktop: Desktop, repository: string): Promise<void> {
  const { page, window } = desktop;
  const view = await viewOf(window, repository);
  const pressInView = async (key: string, code: string) => {
    expect(await view.webContents.press(key, { code, alt: true, shift: true })).toBe(false);
  };
  const terminal = page.locator('.terminal-tab:not([data-pane="none"])');
  const screen = terminal.locator('.xterm-rows');
  const input = terminal.getByRole('textbox', { name: /^Terminal/ });
  /** Nobody presses the next keys before the page was told who has them, which takes less than a picture does. */
  const told = () => takeWindow(window, 'out/electron/terminal-beside.png');
  const hasPageKeys = () => hasKeys(window.webContents);
  const hasViewKeys = () => hasKeys(view.webContents);

  // Keys are given only within the window that the user works in.
  window.hasFocus = true;
  await pressInView('N', 'KeyN');
  await expect(screen).toContainText(/[$#]/, slow);
  expect(window.views.map((one) => one.getVisible())).not.toContain(true);
  expect(hasPageKeys()).toBe(true);
  await expect(input).toBeFocused();
  await page.keyboard.type('echo "drawn $((6 * 7)) times"; pwd\n');
  await expect(screen).toContainText('drawn 42 times');
  await expect(screen).toContainText(repository);

  await page.keyboard.press('Alt+Shift+Y');
  await expect.poll(() => view.getVisible(), slow).toBe(true);
  const drawn = await terminal.boundingBox();
  await expect.poll(() => view.getBounds().x + view.getBounds().width).toBeLessThanOrEqual(drawn?.x ?? 0);
  await page.keyboard.press('Alt+Shift+PageUp');
  await expect.poll(hasViewKeys, slow).toBe(true);
  await told();
  // Else the page would choose the terminal as soon as it gets keys, such as for the palette.
  await expect(input).not.toBeFocused();
  await pressInView('K', 'KeyK');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect.poll(hasViewKeys, slow).toBe(true);
  await told();
  await pressInView('PageDown', 'PageDown');
  await expect.poll(hasPageKeys, slow).toBe(true);
  await expect(input).toBeFocused();
  await page.keyboard.type('echo "back $((6 * 7)) times"\n');
  await expect(screen).toContainText('back 42 times');
  await page.keyboard.press('Alt+Shift+W');
  await expect(terminal).toHaveCount(0);
  await expect.poll(hasViewKeys, slow).toBe(true);
}
