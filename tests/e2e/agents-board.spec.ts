import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { variousSessions } from '../support/fake-core/agents/fake-session.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectUsable } from './support/axe.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';
import { choose, dialog, line, said, sessionsPart } from './support/session-page.ts';

/** What one click says to agents, where they are shown, and how they call for somebody. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const host = 'frankfurt-1';

test.use({ viewport: { width: 1360, height: 820 }, contextOptions: { reducedMotion: 'reduce' } });

let shell: FakeShell;
test.beforeEach(async ({ page }) => {
  shell = await startFakeShell(pageDirectory);
  for (const session of variousSessions(Date.now())) shell.core.sessions.add(host, session);
  await rememberServer(page);
  await page.goto(shell.url);
});
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const toasts = (page: Page) => page.getByRole('complementary', { name: 'Alerts of this moment' });
const retryQueue = {
  instanceId: 'actmcp',
  repository: 'actmcp',
  session: { id: 'retry-queue', title: 'Retry queue' },
} as const;

test('nothing is approved that the screen does not ask', async ({ page }) => {
  await sessionsPart(page);
  shell.core.sessions
    .terminal(host, 'attention-mask')
    .print('\u001b[2J\u001b[H❯ No, exit\r\n  Yes, I trust this folder\r\n');
  await button(page, 'Approve Attention mask').click();
  await expect(line(page, 'attention-mask')).toContainText(
    'Its screen shows no question that can be answered from here.',
  );
  expect(shell.core.sessions.sent).toEqual([]);
  await line(page, 'attention-mask').getByRole('button', { name: 'Look at its screen' }).click();
  const drawer = dialog(page, 'Attention mask');
  await expect(drawer).toContainText('No choices that Berth can read');
  await expect(drawer.getByRole('button', { name: 'Press ↓ (arrow down)' })).toBeEnabled();
  await expectUsable(page);
});

test('an answer in the drawer that does not stand there any more is not given', async ({ page }) => {
  await sessionsPart(page);
  await button(page, 'Answer… Attention mask').click();
  const drawer = dialog(page, 'Attention mask');
  await expect(button(page, '1 Yes')).toBeVisible();
  shell.core.sessions.terminal(host, 'attention-mask').print('\u001b[2J\u001b[H❯ 1. Delete all\r\n  2. Keep\r\n');
  await button(page, '1 Yes').click();
  await expect(drawer).toContainText('Its screen shows no question that can be answered from here.');
  expect(shell.core.sessions.sent).toEqual([]);
  await expect(button(page, '1 Delete all')).toBeVisible();
});

test('agents are approved, interrupted and told to go on from the board of all servers, by keyboard too', async ({
  page,
}) => {
  await hostPage(page);
  await page.getByText('All servers').click();
  const item = page.getByTestId(`board-${host}-attention-mask`);
  await item.getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Enter');
  await said(page, 'Attention mask is told: 1 Yes.');
  await item.getByRole('button', { name: 'Interrupt' }).focus();
  await page.keyboard.press('Enter');
  await item.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await said(page, 'Attention mask is told to continue.');
  expect(shell.core.sessions.sent.map(({ text }) => text)).toEqual(['1', 'Escape', 'continue']);
  await item.getByRole('button', { name: 'More for Attention mask' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await expectUsable(page);
});

test('a terminal is opened beside the editor of its repository', async ({ page }) => {
  await sessionsPart(page);
  await choose(page, 'Retry queue', 'Open beside the editor');
  await expect(page.getByRole('tab', { name: /Retry queue/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.frameLocator('iframe').getByText('editor of actmcp')).toBeVisible();
  await expect(page.locator('.editor-tab[data-pane="left"] iframe')).toBeVisible();
  await expect(page.locator('.editor-tab[data-pane="right"]').getByTestId('terminal-stage')).toBeVisible();
});

test('a screen is read when something happened, and a draft goes with its session', async ({ page }) => {
  await sessionsPart(page);
  const { sessions } = shell.core;
  await button(page, 'Answer… Attention mask').click();
  const drawer = dialog(page, 'Attention mask');
  await expect(drawer.getByRole('log')).toContainText('Do you want to proceed?');
  const before = sessions.captured.length;
  sessions.set(host, 'attention-mask', { processorShare: 0.5 });
  sessions.set(host, 'attention-mask', { stateDetail: 'Still asking' });
  await expect(drawer).toContainText('Still asking');
  expect(sessions.captured.length).toBe(before);
  sessions.finish(host, 'attention-mask', 'All 12 tests pass.');
  await expect(drawer.getByRole('log')).toContainText('All 12 tests pass.');
  expect(sessions.captured.length).toBeGreaterThan(before);

  await drawer.getByRole('textbox').fill('a word in private');
  const kept = () => page.evaluate(() => localStorage.getItem('berth.drafts'));
  await expect.poll(kept).toContain('a word in private');
  await page.keyboard.press('Escape');
  await choose(page, 'Attention mask', 'Stop…');
  await dialog(page, 'Stop Attention mask?').getByRole('button', { name: 'Stop' }).click();
  await expect.poll(kept).toBe('{}');
});

test('a notice names project and session and leads there, and what became of it on its other ways is told', async ({
  page,
}) => {
  await page.addInitScript(() => {
    class Notice extends EventTarget {
      static permission = 'granted';
      constructor(title: string, { body }: { readonly body: string }) {
        super();
        Object.assign(window, { given: `${title}: ${body}`, click: () => this.dispatchEvent(new Event('click')) });
      }
      close() {}
    }
    Object.assign(window, { Notification: Notice });
    document.hasFocus = () => false;
  });
  await page.reload();
  await hostPage(page);
  const { alerts } = shell.core;
  alerts.tell(host, {
    ...retryQueue,
    kind: 'agent-waiting',
    message: 'Retry queue in actmcp waits for you.',
    nextStep: 'Answer it.',
    deliveries: [
      { channel: 'webhook', outcome: 'failed', detail: 'The other server answered 404.' },
      { channel: 'ntfy', outcome: 'delivered', detail: null },
    ],
  });
  const given = () => page.evaluate(() => (window as { given?: string }).given);
  await expect.poll(given).toBe('actmcp on frankfurt-1: Retry queue in actmcp waits for you. Answer it.');
  await button(page, 'Alerts: 1 raised').click();
  const drawer = dialog(page, 'Alerts');
  await expect(drawer).toContainText('actmcp · Retry queue');
  await expect(drawer).toContainText('Webhook: failed. The other server answered 404. ntfy: delivered.');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (window as unknown as { click: () => void }).click());
  await expect(page.getByRole('tab', { name: /Retry queue/ })).toHaveAttribute('aria-selected', 'true');
});

test('a toast goes with what it tells, and covers no button at the foot of a terminal', async ({ page }) => {
  await sessionsPart(page);
  const { sessions, alerts } = shell.core;
  const done = {
    ...retryQueue,
    kind: 'agent-ended',
    state: 'told',
    message: 'Retry queue in actmcp is done.',
  } as const;
  sessions.finish(host, 'retry-queue', 'Done.');
  alerts.tell(host, done);
  await expect(toasts(page)).toContainText('is done');
  sessions.work(host, 'retry-queue', 'More', { stateSinceMs: Date.now() + 1 });
  await expect(toasts(page)).toBeHidden();

  await button(page, 'Open Backup').click();
  await expect(page.getByTestId('terminal-stage')).toBeVisible();
  sessions.die(host, 'backup', { exitCode: 1 });
  alerts.tell(host, done);
  await expect(toasts(page)).toContainText('is done');
  // A click lands on the button only where nothing lies over it.
  for (const name of ['Start again', 'Remove']) {
    await page.locator('.terminal-notice').getByRole('button', { name }).click({ trial: true });
  }
});
