import { createHash } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { Session, SessionList } from '../../main/contract/session-words.ts';
import { inside } from '../integration/core/support/inside.ts';
import { cue, heardBy, installStandIn, standInFile } from '../support/agents/stand-in-agent.ts';
import type { TestApp } from '../support/app/test-app.ts';
import { openApp } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { describeSkip } from '../support/sandbox/probe.ts';
import { expectUsable } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor } from './support/rows.ts';
import { button } from './support/screen.ts';

/** Terminals and agents of a real host, through the page: they outlive what happens to it, and are led from one board. */

test.describe.configure({ mode: 'serial', timeout: 180_000 });
// Only with systemd a memory limit holds.
const init = (await describeSkip('systemdBox')) === null ? 'systemd' : 'tiny';
test.use({ appOptions: { sandbox: { init } } });

const slow = { timeout: 60_000 };
const settingsFile = '~/.claude/settings.json';
/** With what people have in theirs, and without a line end. */
const ownSettings =
  '{\n  "model": "opus",\n\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "true"}]}]}\n}';

let page: Page;
/** Ids of the two agents, in the order of their starts. */
let first: Session;
let second: Session;

const signal = () => ({ signal: new AbortController().signal });
async function listed({ shell }: TestApp): Promise<SessionList> {
  const answer = await shell.core.handlers.sessions.list({ profile: 'sandbox' }, signal());
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}
async function find(app: TestApp, title: string): Promise<Session> {
  const session = (await listed(app)).sessions.find((one) => one.title === title);
  if (session === undefined) throw new Error(`there is no session ${title}`);
  return session;
}
const showSessions = async () => {
  await page.getByTestId('tab-host').click();
  await page.getByRole('tab', { name: /^Sessions/ }).click();
  await expect(page.getByRole('heading', { name: 'Terminals and agents' })).toBeVisible();
};
const line = ({ id }: Session): Locator => page.getByTestId(`session-${id}`);
const terminal = () => page.locator('.terminal-tab:not([data-pane="none"])');
const screen = () => terminal().locator('.xterm-rows').first();
const chooseForAll = async (entry: string) => {
  await button(page, 'More about terminals and agents').click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const startAgent = async (title: string, fill: (form: Locator) => Promise<void> = async () => {}) => {
  await showSessions();
  await button(page, 'New agent…').first().click();
  const form = page.getByRole('dialog', { name: 'New session on sandbox' });
  await form.getByLabel('What').selectOption('Claude Code');
  await form.getByLabel('Where').selectOption('harbor-api');
  await form.getByLabel('Title').fill(title);
  await fill(form);
  await form.getByRole('button', { name: 'Start the agent' }).click();
  return form;
};

test.beforeAll(async ({ browser, app }) => {
  test.setTimeout(180_000);
  await installStandIn(app.host, 'claude');
  await inside(app.host, `mkdir -p ~/.claude; printf %s '${ownSettings}' >${settingsFile}`);
  page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  page.setDefaultTimeout(20_000);
  await openApp(page, app);
});
test.afterAll(() => page.close());

test('a terminal of a repository outlives a reload of the page and a cut link, with the same shell', async ({
  app,
}) => {
  await chooseFor(page, 'harbor-api', 'New terminal');
  await expect(screen()).toContainText(/[#$]/, slow);
  await terminal()
    .getByRole('textbox', { name: /^Terminal/ })
    .first()
    .focus();
  await page.keyboard.type('pwd; echo "shell-$$" | tee ~/shell-pid\n');
  await expect(screen()).toContainText('/var/www/github/harbor-api');
  await expect(screen()).toContainText(/shell-\d+/);
  await page.screenshot({ path: 'out/e2e/terminal.png' });
  const shellPid = await inside(app.host, 'cat ~/shell-pid');

  await page.reload();
  await expect(screen()).toContainText(shellPid, slow);
  await terminal()
    .getByRole('textbox', { name: /^Terminal/ })
    .first()
    .focus();
  await page.keyboard.type(`(trap 'exit 130' INT; for i in $(seq 600); do echo "tick-$i"; sleep 0.1; done)\n`);
  await expect(screen()).toContainText('tick-5');

  app.proxy.cut();
  await expect(
    terminal()
      .getByText(/Your terminals keep running|link is away|reconnecting/i)
      .first(),
  ).toBeVisible(slow);
  await page.screenshot({ path: 'out/e2e/terminal-away.png' });
  const seen = await screen().innerText();
  const last = Math.max(...[...seen.matchAll(/tick-(\d+)/g)].map(([, number]) => Number(number)));
  await app.proxy.restore();
  await expect(screen()).toContainText(`tick-${last + 30}`, slow);
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo "shell-$$ again"\n');
  await expect(screen()).toContainText(`${shellPid} again`);
  expect((await listed(app)).sessions).toHaveLength(1);
});

test('hooks are put into an agent’s own settings by a click', async ({ app }) => {
  await showSessions();
  await chooseForAll('What agents tell Berth…');
  const dialog = page.getByRole('dialog', { name: 'What agents on sandbox tell Berth' });
  await dialog.getByRole('button', { name: 'Install the hooks of Claude Code' }).click();
  await expect(dialog.getByRole('button', { name: 'Remove the hooks of Claude Code' })).toBeVisible(slow);
  await expectUsable(page);
  await page.keyboard.press('Escape');
  expect(await inside(app.host, `cat ${settingsFile}`)).toContain('/sessions/hook');
});

test('two agents run side by side, started from the dialog, one of them with a first message', async ({ app }) => {
  const form = await startAgent('Mend the harbor', async (dialog) => {
    await dialog.getByLabel('First message').fill('Mend the tests.\nThen say so.');
    await page.screenshot({ path: 'out/e2e/agent-start.png' });
  });
  await expect(form).toBeHidden(slow);
  await expect(screen()).toContainText('Claude Code', slow);
  first = await find(app, 'Mend the harbor');
  expect(first).toMatchObject({ kind: 'agent', agent: 'claude-code', repository: 'harbor-api', hasHooks: true });
  await expect
    .poll(async () => (await heardBy(app.host, first.id)).map(String), slow)
    .toEqual(['Mend the tests.\nThen say so.']);

  await expect(await startAgent('Chart the tide')).toBeHidden(slow);
  second = await find(app, 'Chart the tide');
  await showSessions();
  await expect(line(first)).toContainText(/working.*told by its hook/, slow);
  await expect(line(second)).toContainText('done', slow);
});

test('one that asks is seen to wait, with the source of that, and is answered from the board', async ({ app }) => {
  await cue(app.host, first.id, 'ask npm run mend');
  await expect(line(first)).toContainText(/waits for you.*told by its hook/, slow);
  await expect(page.getByRole('tab', { name: /^Sessions/ })).toContainText('1');
  await expectUsable(page);
  await page.screenshot({ path: 'out/e2e/agents.png' });
  await button(page, 'Answer… Mend the harbor').click();
  const drawer = page.getByRole('dialog', { name: 'Mend the harbor' });
  await expect(drawer).toContainText('Do you want to proceed?');
  await page.screenshot({ path: 'out/e2e/agent-answer.png' });
  await drawer.getByRole('button', { name: '1 Yes', exact: true }).click();
  await expect.poll(() => standInFile(app.host, first.id, 'answers')).toBe('yes');
  await page.keyboard.press('Escape');
  await expect(line(first)).toContainText('working', slow);
  await cue(app.host, first.id, 'done The harbor is mended.');
  await expect(line(first)).toContainText(/done.*told by its hook/, slow);

  await cue(app.host, second.id, 'ask ls');
  await expect(line(second)).toContainText('waits for you', slow);
  await button(page, 'Approve Chart the tide').click();
  await expect.poll(() => standInFile(app.host, second.id, 'answers')).toBe('yes');
});

test('one too many names what could be stopped', async () => {
  const form = await startAgent('One too many');
  const instead = form.getByRole('region', { name: 'What can be stopped instead' });
  await expect(instead).toContainText('Mend the harbor', slow);
  await expect(instead).toContainText('Chart the tide');
  await page.screenshot({ path: 'out/e2e/agent-limit.png' });
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
});

test('one that grows is seen to, and warned of where a limit holds', async ({ app }) => {
  const { keeping } = await listed(app);
  const { memoryLimitBytes } = await find(app, 'Chart the tide');
  expect(memoryLimitBytes === null).toBe(!keeping.limitsMemory);
  const megabytes = memoryLimitBytes === null ? 320 : Math.round((memoryLimitBytes * 0.83) / 1024 ** 2);
  await cue(app.host, second.id, `grow ${megabytes}M`);
  const figure = line(second).locator('.session-memory');
  await expect(figure).toHaveText(/^[3-9]\d\d MB|^\d+\.\d GB/, slow);
  await expect(figure).toHaveAttribute('data-high', String(memoryLimitBytes !== null));
  if (memoryLimitBytes === null) {
    console.log('no memory limit can be held on hosts here, so no warning of one is waited for');
    return;
  }
  const toasts = page.getByRole('complementary', { name: 'Alerts of this moment' });
  await expect(toasts).toContainText('Chart the tide', { timeout: 120_000 });
});

test('one that dies keeps its exit code and last screen, and its conversation is taken up again', async ({ app }) => {
  await cue(app.host, first.id, 'print the last words');
  await cue(app.host, first.id, 'die 7');
  await expect(line(first)).toContainText(/ended with code 7.*told by its exit/, slow);
  await line(first).getByRole('button', { name: 'Mend the harbor', exact: true }).click();
  await expect(screen()).toContainText('the last words', slow);
  await page.screenshot({ path: 'out/e2e/agent-dead.png' });
  await showSessions();
  await button(page, 'Resume Mend the harbor').click();
  await expect(line(first)).toContainText('done', slow);
  await line(first).getByRole('button', { name: 'Mend the harbor', exact: true }).click();
  await expect(screen()).toContainText('Resumed conversation', slow);
  await showSessions();
  // Its own conversation, though another agent of its folder may have talked last.
  expect((await standInFile(app.host, first.id, 'arguments')).replaceAll('\0', ' ')).toMatch(/--resume [0-9a-f-]{36}/);
  const resumed = await inside(app.host, 'cat ~/.claude/projects/*/*.jsonl');
  expect(resumed).toContain('Mend the tests.');
});

test('hooks are removed, and the settings are as they were, to the byte', async ({ app }) => {
  await chooseForAll('What agents tell Berth…');
  const dialog = page.getByRole('dialog', { name: 'What agents on sandbox tell Berth' });
  await dialog.getByRole('button', { name: 'Remove the hooks of Claude Code' }).click();
  await expect(dialog.getByRole('button', { name: 'Install the hooks of Claude Code' })).toBeVisible(slow);
  await page.keyboard.press('Escape');
  const sum = createHash('sha256').update(ownSettings).digest('hex');
  expect(await inside(app.host, `sha256sum <${settingsFile}`)).toBe(`${sum}  -`);
});

test('what was started is stopped, and nothing of it is left', async ({ app }) => {
  for (const session of [first, second]) {
    const { title } = session;
    await button(page, `More for ${title}`).click();
    await page.getByRole('menuitem', { name: 'Stop…' }).click();
    await page
      .getByRole('dialog', { name: `Stop ${title}?` })
      .getByRole('button', { name: 'Stop' })
      .click();
    await expect(line(session)).toHaveCount(0, slow);
  }
  const rest = (await listed(app)).sessions;
  expect(rest.map(({ kind }) => kind)).toEqual(['terminal']);
  for (const { title } of rest) {
    await button(page, `More for ${title}`).click();
    await page.getByRole('menuitem', { name: /^(Stop…|Remove)$/ }).click();
    await page
      .getByRole('dialog', { name: `Stop ${title}?` })
      .getByRole('button', { name: 'Stop' })
      .click();
  }
  await expect.poll(async () => (await listed(app)).sessions, slow).toEqual([]);
  await expectNoLeftovers(app.host);
});
