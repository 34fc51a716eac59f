import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import type { TestApp } from './test-app.ts';

/** Where a workbench is: a frame of Berth's page, or a page of its own in a native view. */
type Surface = Pick<FrameLocator, 'locator' | 'getByRole' | 'getByText' | 'frameLocator'>;

/** VS Code inside a tab of Berth. */
export class Workbench {
  readonly frame: Surface;

  /** In the tab of a repository, or, without one, all of `page`. */
  constructor(page: Page, repository: string | null) {
    this.frame = repository === null ? page : page.frameLocator(`iframe[title*="${repository}"]`);
  }

  get explorerRows(): Locator {
    return this.frame.locator('.explorer-folders-view .monaco-list-row');
  }

  /** Waits until the files of the repository are listed. */
  async whenReady(): Promise<void> {
    await expect(this.explorerRows.filter({ hasText: 'README.md' })).toBeVisible({ timeout: 60_000 });
  }

  /** Runs a command of VS Code by its title. The list shows what is known when it opens, and extensions may still be on their way. */
  async command(title: string): Promise<void> {
    const input = this.frame.locator('.quick-input-widget input[type="text"]');
    // Commands whose titles go on after this one come later in the list.
    const row = this.frame.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
    await expect(async () => {
      if (await input.isVisible()) await input.press('Escape');
      await this.frame.locator('.monaco-workbench').press('F1', { timeout: 5_000 });
      await input.fill(`>${title}`, { timeout: 5_000 });
      await row.click({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await expect(input).toBeHidden();
  }

  /** Opens a terminal and waits until its shell runs; answers VS Code's question about trust as a user would. */
  async openTerminal(): Promise<void> {
    await this.command('Terminal: Create New Terminal');
    const trust = this.frame.getByRole('button', { name: 'Trust Folder & Continue' });
    await trust.click();
    await expect(trust).toBeHidden();
    await expect(this.frame.locator('.terminal-wrapper.active .xterm-helper-textarea')).toBeAttached({
      timeout: 30_000,
    });
  }

  /** Types into the active terminal. */
  async type(text: string): Promise<void> {
    const input = this.frame.locator('.terminal-wrapper.active .xterm-helper-textarea');
    await input.focus();
    await input.pressSequentially(text);
    await input.press('Enter');
  }

  /**
   * Types a command into a fresh terminal and waits until `check` finds that it works. VS Code starts the shell of such a
   * terminal once more when an extension that comes up adds to its environment, and what was typed is gone then.
   */
  async run(command: string, check: () => Promise<void>): Promise<void> {
    await expect(async () => {
      await this.type(command);
      await check();
    }).toPass({ timeout: 60_000 });
  }
}

/** Opens the app's page by a fresh address. */
export async function openApp(page: Page, { shell }: TestApp): Promise<void> {
  await page.goto(shell.issueUrl());
  await expect(page.getByRole('heading', { name: 'sandbox', level: 1 })).toBeVisible({ timeout: 20_000 });
}
