import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { it } from 'vitest';
import { inside } from '../../integration/core/support/inside.ts';
import { knownHostsLine, sandboxDraft } from '../../support/app/test-core.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { app } from '../double/app.ts';
import { system } from '../double/system.ts';
import { takeWindow, viewOf, workbenchOf } from '../support/screen.ts';
import { type Desktop, makeDesktop } from '../support/start-desktop.ts';
import { button, showTab } from './support/use-page.ts';

/** What people do with the desktop app all day: links into it, unsaved work, tabs side by side, quit and start again. */

const stay = 1;
const leave = 0;

/** Every change waits for Ctrl+S, and nothing is kept for later. */
const settings = { 'files.autoSave': 'off', 'files.hotExit': 'off', 'security.workspace.trust.enabled': false };

const tabNames = async ({ page }: Desktop) => page.getByRole('tablist').first().getByRole('tab').allInnerTexts();

it('every day: a link opens a repository, unsaved work is asked about, tabs come back after a quit', {
  timeout: 180_000,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox();
  stack.defer(() => host.stop());
  const desktop = await makeDesktop();
  stack.defer(() => desktop.close());
  mkdirSync('out/electron', { recursive: true });
  await desktop.start();
  const context = { signal: new AbortController().signal };
  const added = await desktop.core.handlers.profiles.add(sandboxDraft(host), context);
  expect(added.ok).toBe(true);
  await writeFile(path.join(desktop.dataDirectory, 'known_hosts'), knownHostsLine(host), { mode: 0o600 });

  // A link from a wiki reaches the copy that runs, which shows the repository and starts nothing by itself.
  await desktop.page.reload();
  await expect(button(desktop.page, 'Start harbor-api')).toBeVisible({ timeout: 20_000 });
  app.emit('second-instance', {}, ['berth', 'berth://open/sandbox/harbor-api']);
  await expect(desktop.page.getByRole('tab', { name: 'harbor-api', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  expect(desktop.window.focusCount).toBe(1);
  await showTab(desktop.page, 'sandbox');
  await button(desktop.page, 'Start harbor-api').click();
  await expect(button(desktop.page, 'Open harbor-api')).toBeVisible({ timeout: 60_000 });
  const settingsFile = '~/.local/share/berth/instances/harbor-api-*/user-data/User/settings.json';
  await inside(host, `f=$(echo ${settingsFile}); cat >"$f" <<<'${JSON.stringify(settings)}'`);
  await button(desktop.page, 'Open harbor-api').click();
  const harbor = await workbenchOf(desktop.window, 'harbor-api');

  // Unsaved work: neither the tab nor the window goes when the user stays.
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  const text = harbor.frame.locator('.editor-instance .view-lines').first();
  await text.click();
  const view = await viewOf(desktop.window, 'harbor-api');
  const editor = await view.webContents.page;
  await editor.keyboard.type('Not saved. ');
  await expect(harbor.frame.locator('.tab.active.dirty')).toBeVisible();
  system.answer = stay;
  await button(desktop.page, 'Close harbor-api').click();
  await expect.poll(() => system.questions.length).toBe(1);
  expect(system.questions[0]?.message).toContain('unsaved');
  await expect(desktop.page.getByRole('tab', { name: 'harbor-api', exact: true })).toBeVisible();
  desktop.window.close();
  await expect.poll(() => system.questions.length).toBe(2);
  expect(desktop.window.isDestroyed()).toBe(false);
  await expect(text).toContainText('Not saved.');
  await editor.keyboard.press('Control+s');
  await expect(harbor.frame.locator('.tab.active.dirty')).toHaveCount(0);
  expect(await inside(host, 'cat /var/www/github/harbor-api/README.md')).toContain('Not saved.');

  await showTab(desktop.page, 'sandbox');
  await button(desktop.page, 'Start tide-charts').click();
  await button(desktop.page, 'Open tide-charts').click({ timeout: 60_000 });
  await workbenchOf(desktop.window, 'tide-charts');
  await takeWindow(desktop.window, 'out/electron/every-day.png');
  const before = await tabNames(desktop);

  // Quit asks nothing, because nothing is unsaved; the next start has the same tabs and shows the same one.
  system.answer = leave;
  await desktop.quit();
  expect(system.questions.length).toBe(2);
  await desktop.start();
  await workbenchOf(desktop.window, 'tide-charts');
  expect(await tabNames(desktop)).toEqual(before);
  await takeWindow(desktop.window, 'out/electron/started-again.png');
  expect(desktop.complaints).toEqual([]);
});
