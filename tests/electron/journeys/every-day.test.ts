import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { it } from 'vitest';
import { knownHostsLine, sandboxDraft } from '../../support/app/test-core.ts';
import type { Workbench } from '../../support/app/workbench.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { app } from '../double/app.ts';
import { system } from '../double/system.ts';
import { takeWindow, viewOf, workbenchOf } from '../support/screen.ts';
import { type Desktop, makeDesktop } from '../support/start-desktop.ts';
import { button, chooseFor, showTab } from './support/use-page.ts';

/** What people do with the desktop app all day: links into it, unsaved work, tabs side by side, quit and start again. */

const stay = 1;
const slow = { timeout: 60_000 };
/** Every change waits for Ctrl+S, and nothing is kept for later: put before the settings that an instance begins with. */
const settings = '"files.autoSave": "off", "files.hotExit": "off",';
const settingsFile = '~/.local/share/berth/instances/harbor-api-*/user-data/User/settings.json';
const picture = (name: string) => `out/electron/${name}.png`;

const tabOf = ({ page }: Desktop, name: string) => page.getByRole('tab', { name, exact: true });
const tabNames = ({ page }: Desktop) => page.getByRole('tablist').first().getByRole('tab').allInnerTexts();
const shownViews = ({ window }: Desktop) => window.views.map((view) => view.getVisible());

/** Runs a command on the server, which must succeed; what it printed. */
async function inside(host: SandboxHost, command: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(command);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** Presses a chord of Berth's while an editor has the keys. */
async function press({ window }: Desktop, repository: string, letter: string): Promise<void> {
  const { webContents } = await viewOf(window, repository);
  const hasEditorGotIt = await webContents.press(letter, { code: `Key${letter}`, alt: true, shift: true });
  expect(hasEditorGotIt).toBe(false);
}

it('every day: a link opens a repository, unsaved work is asked about, tabs lie side by side and come back after a quit', {
  timeout: 240_000,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox();
  stack.defer(() => host.stop());
  const desktop = await makeDesktop();
  stack.defer(() => desktop.close());
  mkdirSync('out/electron', { recursive: true });
  await desktop.start();
  await saveServer(desktop, host);

  await followLink(desktop);
  const harbor = await openToSave(desktop, host);
  await keepUnsaved(desktop, host, harbor);
  await lieSideBySide(desktop);
  await reloadPage(desktop);
  await crash(desktop);

  // Quit asks nothing, because nothing is unsaved; the next start has the same tabs and shows the same ones.
  const before = await tabNames(desktop);
  const askedCount = system.questions.length;
  await desktop.quit();
  expect(system.questions.length).toBe(askedCount);
  await startSafely(desktop);
  await desktop.start();
  for (const repository of ['harbor-api', 'tide-charts']) await workbenchOf(desktop.window, repository);
  expect(await tabNames(desktop)).toEqual(before);
  expect(shownViews(desktop)).toEqual([true, true]);
  await takeWindow(desktop.window, picture('started-again'));
  expect(desktop.complaints).toEqual([]);
});

async function saveServer({ core, dataDirectory, page }: Desktop, host: SandboxHost): Promise<void> {
  const added = await core.handlers.profiles.add(sandboxDraft(host), { signal: new AbortController().signal });
  expect(added.ok).toBe(true);
  await writeFile(path.join(dataDirectory, 'known_hosts'), knownHostsLine(host), { mode: 0o600 });
  await page.reload();
  await expect(button(page, 'Start harbor-api')).toBeVisible(slow);
}

/** A link from a wiki reaches the copy that runs; it shows the repository and starts nothing by itself. */
async function followLink(desktop: Desktop): Promise<void> {
  app.emit('second-instance', {}, ['berth', 'berth://open/sandbox/harbor-api']);
  await expect(tabOf(desktop, 'harbor-api')).toHaveAttribute('aria-selected', 'true');
  expect(desktop.window.focusCount).toBeGreaterThan(0);
  expect(desktop.window.views).toEqual([]);
}

async function openToSave({ page, window }: Desktop, host: SandboxHost): Promise<Workbench> {
  await showTab(page, 'sandbox');
  await button(page, 'Start harbor-api').click();
  await expect(button(page, 'Open harbor-api')).toBeVisible(slow);
  await inside(host, `sed -i '0,/{/s/{/{ ${settings}/' ${settingsFile} && grep -q hotExit ${settingsFile}`);
  await button(page, 'Open harbor-api').click();
  return workbenchOf(window, 'harbor-api');
}

/** Neither tab, nor window, nor instance goes while the user stays with unsaved work. */
async function keepUnsaved(desktop: Desktop, host: SandboxHost, harbor: Workbench): Promise<void> {
  const { page, window } = desktop;
  const editor = await (await viewOf(window, 'harbor-api')).webContents.page;
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  const text = harbor.frame.locator('.editor-instance .view-lines').first();
  await text.click();
  await editor.keyboard.type('Not saved. ');
  await expect(harbor.frame.locator('.tab.active.dirty')).toBeVisible();
  system.answer = stay;
  const askedBefore = system.questions.length;
  const askedCount = () => system.questions.length - askedBefore;
  await button(page, 'Close harbor-api').click();
  await expect.poll(askedCount).toBe(1);
  expect(system.questions.at(-1)?.message).toContain('unsaved');
  window.close();
  await expect.poll(askedCount).toBe(2);
  await showTab(page, 'sandbox');
  await chooseFor(page, 'harbor-api', 'Stop');
  await expect.poll(askedCount).toBe(3);
  expect(window.isDestroyed()).toBe(false);
  await expect(button(page, 'Open harbor-api')).toBeVisible();
  await showTab(page, 'harbor-api');
  await expect(text).toContainText('Not saved.');
  await text.click();
  await editor.keyboard.press('Control+s');
  await expect(harbor.frame.locator('.tab.active.dirty')).toHaveCount(0, slow);
  expect(await inside(host, `cat ${host.repositoriesRoot}/harbor-api/README.md`)).toContain('Not saved.');
}

/** By keys alone, while an editor has them: two tabs side by side; the palette lies above both, which come back after it. */
async function lieSideBySide(desktop: Desktop): Promise<void> {
  const { page, window } = desktop;
  await showTab(page, 'sandbox');
  await button(page, 'Start tide-charts').click();
  await button(page, 'Open tide-charts').click(slow);
  await workbenchOf(window, 'tide-charts');
  expect(shownViews(desktop)).toEqual([false, true]);
  await press(desktop, 'tide-charts', 'Y');
  await expect.poll(() => shownViews(desktop)).toEqual([true, true]);
  const [left, right] = window.views.map((view) => view.getBounds()).toSorted((one, other) => one.x - other.x);
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
  await takeWindow(window, picture('side-by-side'));
  await press(desktop, 'tide-charts', 'K');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await expect.poll(() => shownViews(desktop)).toEqual([false, false]);
  await takeWindow(window, picture('palette'));
  await page.keyboard.press('Escape');
  await expect.poll(() => shownViews(desktop)).toEqual([true, true]);
}

/** What happens to Berth's own page does not happen to editors. */
async function reloadPage(desktop: Desktop): Promise<void> {
  const { page, window } = desktop;
  const pages = await Promise.all(window.views.map(({ webContents }) => webContents.page));
  for (const one of pages) await one.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.reload();
  await expect(tabOf(desktop, 'tide-charts')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => shownViews(desktop)).toEqual([true, true]);
  for (const one of pages) {
    expect(await one.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
  }
}

/** An editor whose process ended says so, beside the other one, which goes on; its button brings it back. */
async function crash(desktop: Desktop): Promise<void> {
  const { page, window } = desktop;
  const before = await viewOf(window, 'harbor-api');
  before.webContents.forcefullyCrashRenderer();
  const card = page.getByRole('region', { name: 'The editor of harbor-api crashed' });
  await expect(card).toBeVisible();
  expect(shownViews(desktop)).toEqual([false, true]);
  await takeWindow(window, picture('crashed'));
  await card.getByRole('button', { name: 'Load it again' }).click();
  await expect.poll(() => window.views.includes(before)).toBe(false);
  await workbenchOf(window, 'harbor-api');
}

/** A start to mend something has neither tabs nor links, and forgets none of them. */
async function startSafely(desktop: Desktop): Promise<void> {
  await desktop.start({ isSafe: true });
  await expect(button(desktop.page, 'Connect').first()).toBeVisible();
  await expect(tabOf(desktop, 'harbor-api')).toHaveCount(0);
  expect(desktop.window.views).toEqual([]);
  await takeWindow(desktop.window, picture('safe'));
  await desktop.quit();
}
