import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, test } from '@playwright/test';
import { demoPorts, makeDataDirectory, saveProfile } from '../../../build/demo/demo-data.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { button, showTab } from '../journeys/support/use-page.ts';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';
import { clickIn, expectListed, inEditor, pressOwn, shownCount, typeIn } from './native-views.ts';

/** The every day of tests/electron/journeys, in Electron's own binary: a link, unsaved work, two side by side, a quit. */

skipWithoutElectron();

const root = path.resolve(import.meta.dirname, '../../..');
const repositories = ['harbor-api', 'tide-charts'] as const;
const slow = { timeout: 60_000 };
const args = [...electronFlags, root];
const settingsFile = '~/.local/share/berth/instances/harbor-api-*/user-data/User/settings.json';

test('every day: a link opens a repository, unsaved work is asked about, tabs lie side by side and come back after a quit', async () => {
  test.setTimeout(300_000);
  const reason = await describeSkip('box');
  if (reason !== null) process.stdout.write(`skipped: an every day in Electron, because ${reason}\n`);
  test.skip(reason !== null, reason ?? '');
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox({ kind: 'box' });
  stack.defer(() => host.stop());
  const dataDirectory = makeDataDirectory();
  stack.defer(() => rm(dataDirectory, { recursive: true, maxRetries: 3 }));
  await saveProfile(demoPorts(dataDirectory), host, 'sandbox');
  const env = { ...process.env, BERTH_DATA_DIR: dataDirectory };
  const launch = () => _electron.launch({ args, cwd: root, env });
  let app = await launch();
  stack.defer(() => app.close());
  let page = await app.firstWindow();
  await expect(button(page, 'Start harbor-api')).toBeVisible(slow);

  // The system hands a link to a second start, which hands it on and ends.
  const program = await app.evaluate(({ app: running }) => running.getPath('exe'));
  const second = spawn(program, [...args, 'berth://open/sandbox/harbor-api'], { env, stdio: 'ignore' });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
  const harbor = page.getByRole('tab', { name: 'harbor-api', exact: true });
  await expect(harbor).toHaveAttribute('aria-selected', 'true');
  expect(await inEditor(app, '', 'true')).toBeNull();

  await showTab(page, 'sandbox');
  await button(page, 'Start harbor-api').click();
  await expect(button(page, 'Open harbor-api')).toBeVisible(slow);
  const { code } = await host.run(
    `sed -i '0,/{/s/{/{ "files.autoSave": "off", "files.hotExit": "off",/' ${settingsFile}`,
  );
  expect(code).toBe(0);
  await button(page, 'Open harbor-api').click();
  await expectListed(app, 'harbor-api', 'README.md');
  await answerQuestions(app, 'Stay');
  await clickIn(app, 'harbor-api', '.explorer-folders-view [aria-label^="README.md"]');
  await clickIn(app, 'harbor-api', '.editor-instance .view-lines');
  await typeIn(app, 'harbor-api', 'Not saved. ');
  const isDirty = () => inEditor(app, 'harbor-api', "document.querySelector('.tab.active.dirty') !== null");
  await expect.poll(isDirty).toBe(true);
  await button(page, 'Close harbor-api').click();
  await expect.poll(() => askedQuestions(app)).toEqual([expect.stringContaining('unsaved')]);
  await expect(harbor).toBeVisible();

  await showTab(page, 'sandbox');
  await button(page, 'Start tide-charts').click();
  await button(page, 'Open tide-charts').click(slow);
  await expectListed(app, 'tide-charts', 'README.md');
  await pressOwn(app, 'tide-charts', 'Y');
  await expect.poll(() => shownCount(app)).toBe(2);

  await answerQuestions(app, 'Close');
  await app.close();
  app = await launch();
  page = await app.firstWindow();
  for (const repository of repositories) await expectListed(app, repository, 'README.md');
  await expect.poll(() => shownCount(app)).toBe(2);
});

/** Answers the system's questions from here on, which no test can click on, by the button of this name. */
function answerQuestions(app: ElectronApplication, answer: string): Promise<void> {
  return app.evaluate(({ dialog }, wanted) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBoxSync = (...given: unknown[]) => {
      const { message, buttons = [] } = given.at(-1) as Electron.MessageBoxSyncOptions;
      asked.push(message);
      return buttons.indexOf(wanted);
    };
  }, answer);
}

/** What was asked since. */
function askedQuestions(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}
