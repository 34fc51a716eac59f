import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { variousSessions } from '../support/fake-core/agents/fake-session.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectUsable } from './support/axe.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';

/** Terminals and agents on the page, over a stand-in for the core: lists, new sessions, messages, presets, hooks, limits. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const host = 'frankfurt-1';

test.use({ viewport: { width: 1360, height: 820 }, contextOptions: { reducedMotion: 'reduce' } });

let shell: FakeShell;
test.beforeEach(async ({ page }) => {
  shell = await startFakeShell(pageDirectory);
  for (const session of variousSessions(Date.now())) shell.core.sessions.add(host, session);
  await rememberServer(page);
});
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const line = (page: Page, id: string) => page.getByTestId(`session-${id}`);
const showSessions = async (page: Page) => {
  await page.goto(shell.url);
  await hostPage(page);
  await page.getByRole('tab', { name: /^Sessions/ }).click();
  await expect(page.getByRole('heading', { name: 'Terminals and agents' })).toBeVisible();
};
const choose = async (page: Page, title: string, entry: string) => {
  await button(page, `More for ${title}`).click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const said = (page: Page, words: string | RegExp) => expect(page.locator('.footer').getByText(words)).toBeVisible();
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

test('a host’s sessions are listed by repository, with state and source, figures and what helps', async ({ page }) => {
  await showSessions(page);
  await expect(page.getByRole('tab', { name: 'Sessions' })).toContainText('1');
  const asking = line(page, 'attention-mask');
  await expect(asking).toContainText('waits for you · told by its hook · 3 min');
  await expect(asking).toContainText('Run pytest tests/test_attention.py?');
  await expect(asking).toContainText('488 MB of 1.5 GB');
  await expect(asking).toContainText('agents/attention-mask');
  await expect(line(page, 'retry-queue')).toContainText('64 %');
  await expect(line(page, 'fix-links')).toContainText('ended by SIGKILL · its program ended');
  await expect(line(page, 'fix-links')).toContainText('It ran into its memory limit.');
  await expect(line(page, 'old-shell')).toContainText('state unknown · nothing says it');
  await expect(page.getByTestId('keeping')).toContainText('outlive a logout');
  const groups = await page.locator('.session-group h3').allTextContents();
  expect(groups).toEqual(['actmcp', 'landing-page', 'pytorch-transformers', host]);
  await expectUsable(page);
});

test('an answer, an interruption and a word to go on reach the agent, and what was held is told', async ({ page }) => {
  await showSessions(page);
  await button(page, 'Approve Attention mask').click();
  await expect(line(page, 'attention-mask')).toContainText('working');
  expect(shell.core.sessions.sent.at(-1)).toMatchObject({ session: 'attention-mask', text: '1' });
  await button(page, 'Interrupt Attention mask').click();
  await expect(line(page, 'attention-mask')).toContainText('done');
  await choose(page, 'Attention mask', 'Continue');
  await expect.poll(() => shell.core.sessions.agent(host, 'attention-mask').heard).toEqual(['continue']);

  shell.core.sessions.nextOutcomes.push({ outcome: 'held', reason: 'It shows a menu of its own.' });
  await button(page, 'Interrupt Retry queue').click();
  await expect(line(page, 'retry-queue')).toContainText('It shows a menu of its own.');
  await line(page, 'retry-queue').getByRole('button', { name: 'Dismiss' }).click();
  await expect(line(page, 'retry-queue')).not.toContainText('menu of its own');
});

test('a session is renamed, resumed, stopped with its worktree, and what was said is saved', async ({ page }) => {
  await showSessions(page);
  await choose(page, 'Backup', 'Rename…');
  await dialog(page, 'Rename the session').getByLabel('Title').fill('Nightly backup');
  await page.keyboard.press('Enter');
  await expect(line(page, 'backup')).toContainText('Nightly backup');

  await button(page, 'Resume Fix links').click();
  await said(page, 'Fix links goes on with its conversation.');
  await expect(line(page, 'fix-links')).toContainText('done');

  const download = page.waitForEvent('download');
  await choose(page, 'Retry queue', 'Save what was said');
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('retry-queue.md');
  expect(await readFile(await saved.path(), 'utf8')).toContain('Claude Code');

  await choose(page, 'Attention mask', 'Stop…');
  const question = dialog(page, 'Stop Attention mask?');
  await question.getByRole('checkbox').check();
  await expectUsable(page);
  await question.getByRole('button', { name: 'Stop' }).click();
  await expect(line(page, 'attention-mask')).toHaveCount(0);
  await said(page, 'Attention mask is stopped.');
});

test('an agent is started in a worktree with a first message, and its tab is shown', async ({ page }) => {
  await showSessions(page);
  await button(page, 'More about terminals and agents').click();
  await page.getByRole('menuitem', { name: 'How many at most…' }).click();
  await dialog(page, `Agents on ${host}`).getByLabel('Agents of yours').fill('9');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('keeping')).toContainText('of 9 agents');

  await button(page, 'New agent in actmcp').click();
  const form = dialog(page, `New session on ${host}`);
  await expect(form.getByLabel('Where')).toHaveValue('actmcp');
  await form.getByLabel('Model').selectOption('sonnet');
  await form.getByLabel(/fresh worktree/).check();
  await expect(form.getByLabel('New branch')).toHaveValue('agent/claude-code-1');
  await form.getByLabel('New branch').fill('two words');
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form).toContainText('Must be the name of a branch');
  await form.getByLabel('New branch').fill('agent/tidy');
  await form.getByLabel('Title').fill('Tidy up');
  await form.getByLabel('First message').fill('Tidy up the tests.\nThen run them.');
  await expectUsable(page);
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole('tab', { name: /Tidy up/ })).toBeVisible();
  expect(shell.core.sessions.get(host, 'tidy-up')).toMatchObject({ model: 'sonnet', worktreeBranch: 'agent/tidy' });
  expect(shell.core.sessions.sent.at(-1)?.text).toBe('Tidy up the tests.\nThen run them.');
});

test('one agent too many names what could be stopped, and starts where somebody insists', async ({ page }) => {
  await showSessions(page);
  await button(page, 'New agent…').first().click();
  const form = dialog(page, `New session on ${host}`);
  await form.getByRole('button', { name: 'Start the agent' }).click();
  const stoppable = form.getByRole('region', { name: 'What can be stopped instead' });
  await expect(stoppable).toContainText('Attention mask');
  await expect(form).toContainText('at most 2 agents');
  await stoppable.getByRole('button', { name: 'Stop Upgrade dependencies…' }).click();
  await dialog(page, 'Stop Upgrade dependencies?').getByRole('button', { name: 'Stop' }).click();
  await expect(stoppable).toBeVisible();
  await expect(stoppable).not.toContainText('Upgrade dependencies');
  await form.getByRole('button', { name: 'Start anyway' }).click();
  await expect(form).toBeHidden();
});

test('a missing key is asked for where it is needed, and not told again', async ({ page }) => {
  for (const id of ['attention-mask', 'retry-queue', 'upgrade-deps']) shell.core.sessions.die(host, id);
  await showSessions(page);
  await button(page, 'New agent…').first().click();
  const form = dialog(page, `New session on ${host}`);
  await form.getByLabel('What').selectOption('GLM');
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form.getByLabel('ANTHROPIC_AUTH_TOKEN for GLM')).toBeFocused();
  await form.getByLabel('ANTHROPIC_AUTH_TOKEN for GLM').fill('not-a-real-token');
  await expectUsable(page);
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form).toBeHidden();
  expect(shell.core.presets.secrets.get('glm ANTHROPIC_AUTH_TOKEN')).toBe('not-a-real-token');
});
