import { expect, type Page } from '@playwright/test';
import { fail } from '../../../../main/contract/failure.ts';
import { keepingWithoutTmux, variousSessions } from '../../../support/fake-core/agents/fake-session.ts';
import type { FakeShell } from '../../../support/fake-core/fake-shell.ts';
import { button, hostPage, isPhone, type Screen } from '../screen.ts';
import { chooseForAll, dialog, sessionsPart } from '../session-page.ts';

const host = 'frankfurt-1';

/** Goes to terminals and agents in every state. */
async function showAll(page: Page, { core }: FakeShell): Promise<void> {
  for (const session of variousSessions(Date.now())) core.sessions.add(host, session);
  await sessionsPart(page);
  await expect(page.getByTestId('session-attention-mask')).toBeVisible();
}

/** Opens the form for a new agent. */
async function showStart(page: Page, shell: FakeShell): Promise<void> {
  await showAll(page, shell);
  await button(page, 'New agent in actmcp').click();
  await expect(dialog(page, `New session on ${host}`).getByLabel('What')).toBeVisible();
}

/** Opens the list of presets. */
async function showPresets(page: Page, shell: FakeShell): Promise<void> {
  await showAll(page, shell);
  await chooseForAll(page, 'Presets…');
  await expect(page.getByTestId('preset-claude-code')).toBeVisible();
}

/** Terminals and agents: the list, what is begun, said and set up there. */
export const sessionScreens: readonly Screen[] = [
  { name: 'sessions', show: showAll },
  {
    name: 'sessions-none',
    async show(page) {
      await sessionsPart(page);
      await expect(page.getByRole('heading', { name: 'Nothing runs here yet' })).toBeVisible();
    },
  },
  {
    name: 'sessions-without-tmux',
    async show(page, { core }) {
      core.host(host).keeping = keepingWithoutTmux;
      await sessionsPart(page);
      await expect(page.getByRole('heading', { name: 'This server has no tmux' })).toBeVisible();
    },
  },
  {
    name: 'sessions-held',
    async show(page, shell) {
      shell.core.sessions.nextOutcomes.push({ outcome: 'held', reason: 'It shows a menu of its own.' });
      await showAll(page, shell);
      await button(page, 'Interrupt Retry queue').click();
      await expect(page.getByText('It shows a menu of its own.')).toBeVisible();
    },
  },
  {
    name: 'session-menu',
    async show(page, shell) {
      await showAll(page, shell);
      await button(page, 'More for Attention mask').click();
      await expect(page.getByRole('menuitem', { name: 'Open beside the editor' })).toBeVisible();
    },
  },
  {
    name: 'session-talk',
    async show(page, shell) {
      await showAll(page, shell);
      await button(page, 'Answer… Attention mask').click();
      const drawer = dialog(page, 'Attention mask');
      await expect(drawer.getByRole('button', { name: '1 Yes' })).toBeVisible();
      shell.core.sessions.nextOutcomes.push({ outcome: 'held', reason: 'It asks a question with choices.' });
      await drawer.getByRole('textbox').fill('Run only the tests of the mask,\nthen tell me what is left.');
      await drawer.getByRole('textbox').press('Enter');
      await expect(drawer.getByText('Held back')).toBeVisible();
    },
  },
  {
    name: 'session-talk-ended',
    async show(page, shell) {
      await showAll(page, shell);
      await button(page, 'More for Fix links').click();
      await page.getByRole('menuitem', { name: 'Screen and message…' }).click();
      await expect(button(page, 'Resume its conversation')).toBeVisible();
    },
  },
  {
    name: 'session-stop',
    async show(page, shell) {
      await showAll(page, shell);
      await button(page, 'More for Attention mask').click();
      await page.getByRole('menuitem', { name: 'Stop…' }).click();
      await expect(dialog(page, 'Stop Attention mask?')).toBeVisible();
    },
  },
  {
    name: 'session-start',
    async show(page, shell) {
      await showStart(page, shell);
      await dialog(page, `New session on ${host}`)
        .getByLabel(/fresh worktree/)
        .check();
    },
  },
  {
    name: 'session-start-secret',
    async show(page, shell) {
      await showStart(page, shell);
      await dialog(page, `New session on ${host}`).getByLabel('What').selectOption('GLM');
      await expect(page.getByLabel('ANTHROPIC_AUTH_TOKEN for GLM')).toBeVisible();
    },
  },
  {
    name: 'session-start-full',
    async show(page, shell) {
      const names = 'Attention mask, Retry queue, Upgrade dependencies';
      const failure = fail(
        'limit-reached',
        'budget',
        `You run 3 of at most 2 agents on ${host}.`,
        `Stop one of ${names}, or start it all the same.`,
        { detail: 'Attention mask waits\nRetry queue works\nUpgrade dependencies is done' },
      );
      await showStart(page, shell);
      shell.core.sessions.failNext('start', failure.failure);
      await button(page, 'Start the agent').click();
      await expect(page.getByText('Starting failed')).toBeInViewport();
    },
  },
  { name: 'presets', show: showPresets },
  {
    name: 'preset-form',
    async show(page, shell) {
      await showPresets(page, shell);
      await button(page, 'Edit Claude Code…').click();
      await expect(dialog(page, 'Edit Claude Code').getByLabel('Environment')).toBeVisible();
    },
  },
  {
    name: 'presets-imported',
    async show(page, shell) {
      await showPresets(page, shell);
      await button(page, 'Import…').click();
      const presets = [{ name: 'Mine' }, { name: 'Codex' }, { name: 'Wild', command: ['-rf'] }];
      await dialog(page, 'Import presets').getByLabel('Exported text').fill(JSON.stringify({ presets }));
      await button(page, 'Import').click();
      await expect(page.getByText('1 preset added, 2 left out.')).toBeVisible();
    },
  },
  {
    name: 'agent-hooks',
    async show(page, shell) {
      shell.core.host(host).hooks = [
        { agent: 'claude-code', state: 'outdated', file: '/home/deploy/.claude/settings.json' },
        { agent: 'codex', state: 'unsupported', file: null },
      ];
      await showAll(page, shell);
      await chooseForAll(page, 'What agents tell Berth…');
      await expect(page.getByTestId('hooks-claude-code')).toBeVisible();
    },
  },
  {
    name: 'agent-limits',
    async show(page, shell) {
      await showAll(page, shell);
      await chooseForAll(page, 'How many at most…');
      await dialog(page, `Agents on ${host}`).getByLabel('Agents of yours').fill('0');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Must be at least 1')).toBeVisible();
    },
  },
  {
    name: 'agents-board',
    async show(page, { core }) {
      for (const session of variousSessions(Date.now())) core.sessions.add(host, session);
      await hostPage(page);
      if (isPhone(page)) await button(page, 'Servers').click();
      await page.getByText('All servers').click();
      await expect(page.getByRole('region', { name: 'Agents', exact: true })).toBeVisible();
    },
  },
];
