import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { fail } from '../../main/contract/failure.ts';
import { variousSessions } from '../support/fake-core/agents/fake-session.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectUsable } from './support/axe.ts';
import { button, rememberServer } from './support/screen.ts';
import { chooseForAll, dialog, line, said, sessionsPart } from './support/session-page.ts';

/** How agents are begun and limited, and what is said where that does not go well. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const host = 'frankfurt-1';

test.use({ viewport: { width: 1360, height: 820 }, contextOptions: { reducedMotion: 'reduce' } });

let shell: FakeShell;
test.beforeEach(({ page }) => rememberServer(page));
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const show = async (page: Page, stepMs = 5) => {
  shell = await startFakeShell(pageDirectory, { stepMs });
  for (const session of variousSessions(Date.now())) shell.core.sessions.add(host, session);
  await page.goto(shell.url);
  await sessionsPart(page);
};
const startForm = (page: Page) => dialog(page, `New session on ${host}`);
/** One that is full refuses another one. */
const startOneTooMany = async (page: Page) => {
  await button(page, 'New agent…').first().click();
  await startForm(page).getByRole('button', { name: 'Start the agent' }).click();
};

test.describe('in a low window', () => {
  test.use({ viewport: { width: 1000, height: 460 } });
  test('a limit that is reached comes into view with the focus, and says what runs', async ({ page }) => {
    await show(page);
    shell.core.sessions.failNext(
      'start',
      fail('limit-reached', 'budget', 'You run 3 of at most 2 agents.', 'Stop one of them, or start it all the same.', {
        detail: 'Attention mask waits\nRetry queue works',
      }).failure,
    );
    await startOneTooMany(page);
    const form = startForm(page);
    await expect(form.getByText('Starting failed')).toBeInViewport();
    await expect(form.locator('.start-failure')).toBeFocused();
    await form.getByText('Show what runs').click();
    await expect(form.getByText('Retry queue works')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(form.getByRole('button', { name: 'Start anyway' })).toBeFocused();
  });
});

test('memory that is short names what could be stopped, and starts where somebody insists', async ({ page }) => {
  await show(page);
  shell.core.sessions.failNext(
    'start',
    fail(
      'out-of-memory',
      'budget',
      'Claude Code takes about 384 MB, and 120 MB are free.',
      'Stop one of Attention mask, Retry queue, or start it all the same.',
    ).failure,
  );
  await startOneTooMany(page);
  const form = startForm(page);
  await expect(form).toContainText('120 MB are free');
  // What does nothing comes before what works.
  await expect(
    form.getByRole('region', { name: 'What can be stopped instead' }).getByRole('listitem').last(),
  ).toContainText('Retry queue');
  await form.getByRole('button', { name: 'Start anyway' }).click();
  await expect(form).toBeHidden();
  await said(page, /Claude Code.* runs/);
});

test('a start goes on while its form is closed, and its end is told', async ({ page }) => {
  await show(page, 400);
  for (const id of ['attention-mask', 'retry-queue', 'upgrade-deps']) shell.core.sessions.die(host, id);
  const form = startForm(page);
  const begin = async () => {
    await startOneTooMany(page);
    await expect(form).toContainText('It goes on while this window is closed.');
    await page.keyboard.press('Escape');
    await expect(form).toBeHidden();
  };
  await begin();
  await said(page, `${host}: Claude Code runs; it goes on without Berth.`);
  await expect(line(page, 'claude-code')).toBeVisible();
  await expect(page.getByRole('tab', { name: /Claude Code/ })).toHaveCount(0);
  await button(page, 'New agent…').first().click();
  await form.getByLabel('Where').selectOption('actmcp');
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form).toContainText('It goes on while this window is closed.');
  await form.getByRole('button', { name: 'Close' }).last().click();
  await expect(line(page, 'claude-code-2')).toBeVisible();
});

test('limits that are none are named at their fields, and one that fails is said', async ({ page }) => {
  await show(page);
  await chooseForAll(page, 'How many at most…');
  const limits = dialog(page, `Agents on ${host}`);
  const own = limits.getByLabel('Agents of yours');
  const wrong = [
    ['0', 'Must be at least 1'],
    ['65', 'Must be at most 64'],
    ['2.5', 'Must be a whole number'],
    ['two', 'Must be a whole number'],
    ['', 'Must be a whole number'],
  ] as const;
  for (const [typed, words] of wrong) {
    await own.fill(typed);
    await page.keyboard.press('Enter');
    await expect(limits).toContainText(words);
    await expect(own).toBeFocused();
  }
  await expectUsable(page);
  await own.fill('3');
  await limits.getByLabel('Stop idle agents after').fill('-5');
  await page.keyboard.press('Enter');
  await expect(limits).toContainText('Must not be negative');
  await expect(limits.getByLabel('Stop idle agents after')).toBeFocused();
  await limits.getByLabel('Stop idle agents after').fill('30');
  await page.keyboard.press('Enter');
  await expect(limits).toBeHidden();
  await expect(page.getByTestId('keeping')).toContainText('3 of 3 agents');
});

test('hooks of another version are said and brought up to date, and settings that cannot be changed are named', async ({
  page,
}) => {
  await show(page);
  shell.core.host(host).hooks = [
    { agent: 'claude-code', state: 'outdated', file: '/home/deploy/.claude/settings.json' },
  ];
  await chooseForAll(page, 'What agents tell Berth…');
  const hooks = page.getByTestId('hooks-claude-code');
  await expect(hooks).toContainText('has hooks of another version of Berth');
  shell.core.sessions.failNext(
    'configureHooks',
    fail('unavailable', 'input', 'settings.json is no JSON, so it is left as it is.', 'Mend it, then try again.')
      .failure,
  );
  await button(page, 'Update the hooks of Claude Code').click();
  await expect(page.getByText('settings.json is no JSON')).toBeVisible();
  await expectUsable(page);
  await button(page, 'Update the hooks of Claude Code').click();
  await expect(hooks).toContainText('tells Berth what it does');
  await expect(page.getByText('settings.json is no JSON')).toHaveCount(0);
});

test('a second account is a copy with a folder of its own, and an import says what it left out and why', async ({
  page,
}) => {
  await show(page);
  await chooseForAll(page, 'Presets…');
  await button(page, 'More for Claude Code').click();
  await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
  const form = dialog(page, 'New preset');
  await expect(form).toContainText('For another account, duplicate this preset');
  await form.getByLabel('Environment').fill('CLAUDE_CONFIG_DIR=/home/deploy/.claude-work');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('preset-claude-code-2')).toBeVisible();
  expect(shell.core.presets.find('Claude Code 2')?.environment).toEqual({
    CLAUDE_CONFIG_DIR: '/home/deploy/.claude-work',
  });

  await button(page, 'Import…').click();
  const document = JSON.stringify({
    presets: [{ name: 'Codex' }, { name: 'Mine' }, { name: 'Wild', command: ['-rf'] }],
  });
  await dialog(page, 'Import presets').getByLabel('Exported text').fill(document);
  await button(page, 'Import').click();
  await expect(page.getByText('1 preset added, 2 left out.')).toBeVisible();
  const leftOut = page.getByRole('list', { name: 'Left out of the import' });
  await expect(leftOut.getByRole('listitem')).toHaveText([
    'Codex It is there already.',
    'Wild Command must begin with a program',
  ]);
  await expectUsable(page);
});
