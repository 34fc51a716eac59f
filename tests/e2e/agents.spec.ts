import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { keepingWithoutTmux, variousSessions } from '../support/fake-core/agents/fake-session.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectReadable, expectUsable } from './support/axe.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';
import { choose, dialog, line, said, sessionsPart } from './support/session-page.ts';

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

const showSessions = async (page: Page) => {
  await page.goto(shell.url);
  await sessionsPart(page);
};
/** Ends a session as if somebody had stopped it elsewhere. */
const stopped = async (id: string) => {
  for await (const item of shell.core.handlers.sessions.stop(
    { profile: host, session: id, isWorktreeRemoved: false },
    { signal: new AbortController().signal },
  )) {
    expect(item.type).not.toBe('failed');
  }
};

test('a host’s sessions are listed by repository, with state and source, figures and what helps', async ({ page }) => {
  await showSessions(page);
  await expect(page.getByRole('tab', { name: 'Sessions' })).toContainText('1');
  const asking = line(page, 'attention-mask');
  await expect(asking).toContainText('waits for you 3 min · told by its hook');
  await expect(asking).toContainText('Run pytest tests/test_attention.py?');
  await expect(asking).toContainText('488 MB of 1.5 GB');
  await expect(asking).toContainText('agents/attention-mask');
  await expect(line(page, 'retry-queue')).toContainText('64 %');
  await expect(line(page, 'fix-links')).toContainText('ended by SIGKILL 25 min ago · told by its exit');
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

test('what an agent shows is read and answered without its terminal, and nothing typed is lost', async ({ page }) => {
  await showSessions(page);
  await button(page, 'Answer… Attention mask').click();
  const drawer = dialog(page, 'Attention mask');
  const screen = drawer.getByRole('log');
  await expect(screen).toContainText('Do you want to proceed?');
  await expectUsable(page);
  await button(page, '2 Yes, and do not ask again').click();
  await expect(drawer.getByRole('button', { name: 'Interrupt' })).toBeVisible();
  await expect(screen).toContainText('Going on');
  shell.core.sessions.finish(host, 'attention-mask', 'All 12 tests pass.');
  await expect(screen).toContainText('All 12 tests pass.');

  const field = drawer.getByRole('textbox');
  await field.fill('first line');
  await field.press('Shift+Enter');
  await field.pressSequentially('-second; line;');
  shell.core.sessions.nextOutcomes.push({ outcome: 'held', reason: 'Somebody’s unsent text stands at the prompt.' });
  await field.press('Enter');
  await expect(drawer).toContainText('Held back: Somebody’s unsent text stands at the prompt.');
  await expect(field).toHaveValue('first line\n-second; line;');
  await page.reload();
  await button(page, 'More for Attention mask').click();
  await page.getByRole('menuitem', { name: 'Screen and message…' }).click();
  await expect(field).toHaveValue('first line\n-second; line;');
  shell.core.sessions.nextOutcomes.push({ outcome: 'lost', reason: 'It was typed, and nothing was seen of it.' });
  await field.press('Enter');
  await drawer.getByRole('button', { name: 'Send again' }).click();
  await expect(drawer).toContainText('Delivered.');
  await expect(field).toHaveValue('');
  expect(shell.core.sessions.agent(host, 'attention-mask').heard.at(-1)).toContain('-second; line;');
  await field.press('ArrowUp');
  await expect(field).toHaveValue('first line\n-second; line;');
  await field.press('ArrowDown');
  await expect(field).toHaveValue('');

  shell.core.sessions.die(host, 'attention-mask', { exitSignal: 'SIGTERM' });
  await expect(drawer.getByRole('button', { name: 'Resume its conversation' })).toBeVisible();
  await drawer.getByText('What it did last').click();
  await expect(drawer.getByRole('listitem').first()).toContainText('ended');
});

test('an alert about an agent leads to it, and none is shown for what is looked at', async ({ page }) => {
  await page.goto(shell.url);
  await hostPage(page);
  const alert = {
    kind: 'agent-waiting',
    instanceId: 'actmcp',
    repository: 'actmcp',
    session: { id: 'retry-queue', title: 'Retry queue' },
    message: 'Retry queue in actmcp waits for you.',
    nextStep: 'Answer it.',
  } as const;
  const toasts = page.getByRole('complementary', { name: 'Alerts of this moment' });
  shell.core.alerts.tell(host, alert);
  await expect(toasts).toContainText('Retry queue');
  await toasts.getByRole('button', { name: 'Answer it' }).click();
  await expect(page.getByRole('tab', { name: /Retry queue/ })).toHaveAttribute('aria-selected', 'true');
  await expect(toasts).toBeHidden();
  shell.core.alerts.tell(host, { ...alert, kind: 'agent-memory', message: 'Retry queue takes most of its memory.' });
  await said(page, 'frankfurt-1: Retry queue takes most of its memory.');
  await expect(toasts).toBeHidden();
});

test('a repository says what works in it, and begins terminals and agents from its menu', async ({ page }) => {
  await page.goto(shell.url);
  await hostPage(page);
  await expect(button(page, '1 session, waits for you')).toBeVisible();
  await expect(page.getByTestId('attention')).toContainText('Attention mask waits for you');
  await button(page, 'More for actmcp').click();
  await page.getByRole('menuitem', { name: 'New agent…' }).click();
  await expect(dialog(page, `New session on ${host}`).getByLabel('Where')).toHaveValue('actmcp');
  await page.keyboard.press('Escape');
  await button(page, '3 sessions, one working').click();
  await expect(page.getByRole('heading', { name: 'Terminals and agents' })).toBeVisible();
  await button(page, 'New terminal in actmcp').click();
  await said(page, /The terminal .* runs/);
  await expect(page.locator('.tab[data-active="true"]')).toContainText('Terminal');
});

test('agents of all servers stand on one board, and who waits is said first', async ({ page }) => {
  await page.goto(shell.url);
  await hostPage(page);
  await page.getByText('All servers').click();
  const board = page.getByRole('region', { name: 'Agents', exact: true });
  await expect(board.getByRole('region').first()).toHaveAccessibleName('Wait for you');
  await expect(page.getByTestId('fleet-lead')).toContainText('an agent that waits, Attention mask');
  await expectUsable(page);
  await board.getByRole('button', { name: 'Answer… Attention mask' }).click();
  await expect(dialog(page, 'Attention mask')).toContainText('waits for you');
});

test('presets are edited, copied, exported, imported, removed and brought back, and secrets are forgotten', async ({
  page,
}) => {
  await showSessions(page);
  const open = async () => {
    await button(page, 'More about terminals and agents').click();
    await page.getByRole('menuitem', { name: 'Presets…' }).click();
  };
  await open();
  await expectUsable(page);
  await button(page, 'Edit Codex…').click();
  const form = dialog(page, 'Edit Codex');
  await form.getByLabel('Memory limit in MB').fill('12');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('Memory limit must be at least 64 MB');
  await form.getByLabel('Memory limit in MB').fill('2048');
  await form.getByLabel('Command').fill("codex --profile 'two words'");
  await expectUsable(page);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('preset-codex')).toContainText('at most 2.0 GB');
  expect(shell.core.presets.find('Codex')?.command).toEqual(['codex', '--profile', 'two words']);

  await button(page, 'More for Codex').click();
  await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
  await expect(dialog(page, 'New preset').getByLabel('Name')).toHaveValue('Codex 2');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('preset-codex-2')).toBeVisible();

  const download = page.waitForEvent('download');
  await button(page, 'Export all').click();
  const exported = await readFile(await (await download).path(), 'utf8');
  await button(page, 'More for Codex 2').click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByTestId('preset-codex-2')).toHaveCount(0);
  await button(page, 'Import…').click();
  await dialog(page, 'Import presets').getByLabel('Exported text').fill(exported);
  await button(page, 'Import').click();
  await expect(page.getByTestId('preset-codex-2')).toBeVisible();
  await button(page, 'Bring back Berth’s').click();
  await expect(page.getByTestId('preset-codex')).toContainText('as Berth brings it');

  await button(page, 'Secrets of GLM…').click();
  await dialog(page, 'Secrets of GLM').getByLabel('ANTHROPIC_AUTH_TOKEN').fill('not-a-real-token');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('preset-glm')).toContainText('its secrets are known');
  await button(page, 'Secrets of GLM…').click();
  await button(page, 'Forget ANTHROPIC_AUTH_TOKEN').click();
  await expect(dialog(page, 'Secrets of GLM')).toContainText('Not known');
  expect(shell.core.presets.secrets.size).toBe(0);
});

test('hooks are installed and removed with a button, and the file is named', async ({ page }) => {
  await showSessions(page);
  await button(page, 'More about terminals and agents').click();
  await page.getByRole('menuitem', { name: 'What agents tell Berth…' }).click();
  const hooks = page.getByTestId('hooks-claude-code');
  await expect(hooks).toContainText('/home/deploy/.claude/settings.json');
  await expectUsable(page);
  await button(page, 'Install the hooks of Claude Code').click();
  await expect(hooks).toContainText('tells Berth what it does');
  await button(page, 'Remove the hooks of Claude Code').click();
  await expect(hooks).toContainText('Berth reads its screen');
  await expect(page.getByTestId('hooks-codex').getByRole('button')).toHaveCount(0);
});

test('where tmux is missing, that is said with what helps, and a plain shell is offered', async ({ page }) => {
  await showSessions(page);
  for (const { id } of variousSessions(0)) await stopped(id);
  shell.core.host(host).keeping = keepingWithoutTmux;
  shell.core.sessions.wake();
  await expect(page.getByTestId('keeping')).toContainText('Install tmux by the setup of this server.');
  await expect(page.getByRole('heading', { name: 'This server has no tmux' })).toBeVisible();
  await expectUsable(page);
  await button(page, 'New terminal').click();
  await dialog(page, `New session on ${host}`).getByRole('button', { name: 'Open a plain shell' }).click();
  await expect(page.locator('.tab[data-active="true"]')).toContainText(/shell/i);
});

test('where nothing runs, it is told what terminals and agents are good for', async ({ page }) => {
  await showSessions(page);
  for (const { id } of variousSessions(0)) await stopped(id);
  await expect(page.getByRole('heading', { name: 'Nothing runs here yet' })).toBeVisible();
  await expectUsable(page);
  await page.locator('.empty').getByRole('button', { name: 'New agent…' }).click();
  await expect(dialog(page, `New session on ${host}`)).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 380, height: 800 } });
  test('an agent is answered as text, and everything fits', async ({ page }) => {
    await page.goto(shell.url);
    await hostPage(page);
    await button(page, 'Agents 1 waits for you').click();
    await expectUsable(page);
    await line(page, 'attention-mask').getByRole('button', { name: 'Attention mask', exact: true }).click();
    const drawer = dialog(page, 'Attention mask');
    await expect(drawer.getByRole('log')).toContainText('Do you want to proceed?');
    await expectUsable(page);
    await drawer.getByRole('button', { name: '1 Yes' }).click();
    await expect(drawer.getByRole('status').first()).toContainText('working');
    await page.keyboard.press('Escape');
    await button(page, 'New agent…').first().click();
    await expect(dialog(page, `New session on ${host}`).getByLabel('What')).toBeVisible();
    await expectUsable(page);
  });
});

test.describe('in the light theme', () => {
  test.use({ colorScheme: 'light' });
  test('lists, drawer and dialogs can be read', async ({ page }) => {
    await showSessions(page);
    await expectReadable(page);
    await button(page, 'Answer… Attention mask').click();
    await expect(dialog(page, 'Attention mask').getByRole('log')).toBeVisible();
    await expectReadable(page);
    await page.keyboard.press('Escape');
    await button(page, 'New agent…').first().click();
    await expect(dialog(page, `New session on ${host}`).getByLabel('What')).toBeVisible();
    await expectReadable(page);
  });
});
