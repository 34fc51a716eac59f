import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import { cue, installStandIn } from '../../tests/support/agents/stand-in-agent.ts';
import { startTestApp, type TestApp } from '../../tests/support/app/test-app.ts';
import { knownHostsLine, sandboxDraft } from '../../tests/support/app/test-core.ts';
import { openApp, Workbench } from '../../tests/support/app/workbench.ts';
import { chromiumOptions } from '../../tests/support/chromium.ts';
import { startMirror } from '../../tests/support/sandbox/mirror/start-mirror.ts';
import { startSandbox } from '../../tests/support/sandbox/start-sandbox.ts';

const directory = path.resolve(import.meta.dirname, '../../docs/images');
const desktop = { width: 1360, height: 820 };
const freshServer = 'frankfurt';
const devPort = 5173;
const calmPercent = 50;
const calmWithinMs = 60_000;

/** Waits until the start of what is shown is over for the processor too, and says so when it does not come to that. */
async function whenCalm(page: Page): Promise<void> {
  const meter = page.locator('.meter', { hasText: 'CPU' }).locator('.meter-value');
  const isCalm = async () => expect(Number.parseInt(await meter.innerText(), 10)).toBeLessThan(calmPercent);
  await expect(isCalm)
    .toPass({ timeout: calmWithinMs })
    .catch(() => console.warn(`The processor was busier than ${calmPercent} % all the time; the pictures show that.`));
}

async function take(page: Page, name: string): Promise<void> {
  // Nothing is told or lit up below the mouse there.
  await page.mouse.move(1, 1);
  await page.screenshot({ path: path.join(directory, `${name}.png`) });
}

/** Fills the tab with what people look at all day: code, its preview, a terminal. */
async function showEditor(page: Page): Promise<void> {
  await page.locator('.repository-name').getByRole('button', { name: 'harbor-api' }).click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await harbor.openTerminal();
  await harbor.type('git log --oneline --stat | head -7');
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  await harbor.command('Markdown: Open Preview to the Side');
  const preview = harbor.frame.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await preview.locator('h1').first().waitFor();
  // VS Code takes a hover back only for a mouse that goes on within its page: here to the empty part of the explorer.
  await harbor.frame.locator('.explorer-folders-view').hover();
  await expect(harbor.frame.locator('.monaco-hover').filter({ visible: true })).toHaveCount(0);
}

/** Serves the repository from a terminal of its editor, as a development server would, until the server has noticed it. */
async function serve(page: Page): Promise<void> {
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.type(`python3 -m http.server --bind 127.0.0.1 ${devPort}`);
  await page.getByRole('tab', { name: 'sandbox', exact: true }).click();
  await page.getByRole('button', { name: `Open port ${devPort} of harbor-api`, exact: true }).waitFor();
}

/** Shows another part of the server's page. */
async function showPart(page: Page, name: string): Promise<void> {
  await page.getByRole('tablist', { name: 'Parts of this server’s page' }).getByRole('tab', { name }).click();
}

/** The parts of the server's page that show what goes on there. */
async function takeParts(page: Page): Promise<void> {
  await showPart(page, 'Processes');
  await page.getByRole('treegrid').getByText('extension host').first().waitFor();
  await whenCalm(page);
  await take(page, 'processes');
  await showPart(page, 'Ports');
  await page.getByRole('list', { name: 'Ports of the range' }).getByText('harbor-api').waitFor();
  await take(page, 'ports');
  await showPart(page, 'Overview');
}

/** Starts an agent of Claude Code's preset from the form; the id of its session. */
async function startAgent(page: Page, { shell }: TestApp, title: string, repository: string): Promise<string> {
  await page.getByTestId('tab-host').click();
  await showPart(page, 'Sessions');
  await page.getByRole('button', { name: 'New agent…', exact: true }).first().click();
  const form = page.getByRole('dialog', { name: 'New session on sandbox' });
  await form.getByLabel('What').selectOption('Claude Code');
  await form.getByLabel('Where').selectOption(repository);
  await form.getByLabel('Title').fill(title);
  await form.getByRole('button', { name: 'Start the agent' }).click();
  await expect(form).toBeHidden({ timeout: 60_000 });
  const answer = await shell.core.handlers.sessions.list(
    { profile: 'sandbox' },
    { signal: new AbortController().signal },
  );
  const started = answer.ok ? answer.value.sessions.find((one) => one.title === title) : undefined;
  if (started === undefined) throw new Error(`There is no session ${title}.`);
  return started.id;
}

/** A terminal with what people do in one, and agents in each state that matters; they have no account here, so a stand-in plays them. */
async function takeSessions(page: Page, app: TestApp): Promise<void> {
  await installStandIn(app.host, 'claude');
  await page.getByTestId('tab-host').click();
  await showPart(page, 'Overview');
  await page.getByRole('button', { name: 'More for harbor-api' }).click();
  await page.getByRole('menuitem', { name: 'New terminal' }).click();
  const terminal = page.locator('.terminal-tab:not([data-pane="none"])');
  await expect(terminal.locator('.xterm-rows')).toContainText(/[#$]/);
  await terminal
    .getByRole('textbox', { name: /^Terminal/ })
    .first()
    .focus();
  await page.keyboard.type("git log --oneline --graph --color | head; ls --color; echo 'tests: 42 passed'\n");
  await expect(terminal.locator('.xterm-rows')).toContainText('42 passed');
  await whenCalm(page);
  await take(page, 'terminal');
  const asking = await startAgent(page, app, 'Retry queue', 'harbor-api');
  const working = await startAgent(page, app, 'Tide tables', 'tide-charts');
  await cue(app.host, working, 'work Writing tests for the tide tables');
  await cue(app.host, asking, 'ask npm test -- retry-queue');
  await page.getByTestId('tab-host').click();
  await showPart(page, 'Sessions');
  await page.getByTestId(`session-${asking}`).getByText('waits for you').waitFor();
  await page.getByTestId(`session-${working}`).getByText('working').waitFor();
  await whenCalm(page);
  await take(page, 'agents');
}

/** Saves a second server, which has what a rented one has on its first day: sshd, bash, and the lists of its packages. */
async function addFreshServer(app: TestApp, stack: AsyncDisposableStack): Promise<void> {
  const host = await startSandbox({ kind: 'box', base: 'bare', hasSudo: true });
  stack.defer(() => host.stop());
  const mirror = await startMirror(host);
  stack.defer(() => mirror.stop());
  const updated = await host.run('apt-get update', { user: 'root' });
  if (updated.code !== 0) throw new Error(`The fresh server has no lists of packages: ${updated.stderr}`);
  const draft = { ...sandboxDraft(host), name: freshServer };
  const added = await app.shell.core.handlers.profiles.add(draft, { signal: new AbortController().signal });
  if (!added.ok) throw new Error(added.failure.message);
  await appendFile(path.join(app.dataDirectory, 'known_hosts'), knownHostsLine(host));
}

/** Makes the server one on which somebody tried code-server by hand, with a password that all may read, and then without. */
async function neglect({ host }: TestApp): Promise<void> {
  const { code, stderr } = await host.run(`mkdir -p ~/.config/code-server ~/tried
    printf 'bind-addr: 0.0.0.0:8080\\nauth: none\\npassword: x\\ncert: false\\n' >~/.config/code-server/config.yaml
    chmod 755 ~ ~/.config ~/.config/code-server; chmod 644 ~/.config/code-server/config.yaml
    XDG_DATA_HOME=~/tried setsid code-server </dev/null >/dev/null 2>&1 &
    for ((i = 0; i < 600; i++)); do { : </dev/tcp/127.0.0.1/8080; } 2>/dev/null && exit 0; sleep 0.05; done; exit 1`);
  if (code !== 0) throw new Error(`No code-server listens on port 8080: ${stderr}`);
}

/** From a key of the server's own for one repository to the button that clones. */
async function showClone(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Clone…' }).click();
  await page.getByLabel('Address of the repository').fill('git@github.com:north-sea/pilot-station.git');
  await page.getByRole('radio', { name: /^A deploy key/ }).check();
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('button', { name: 'I added it, clone' }).waitFor();
}

/** `npm run pictures`: takes the README's pictures from the real app on a real host; with the argument `sessions` only those of them. */
async function main(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const app = await startTestApp();
  stack.defer(() => app.close());
  const browser = await chromium.launch(chromiumOptions);
  stack.defer(() => browser.close());
  const page = await browser.newPage({ viewport: desktop, colorScheme: 'dark' });
  await openApp(page, app);
  if (process.argv.includes('sessions')) {
    await takeSessions(page, app);
    return;
  }
  for (const name of ['lighthouse-docs', 'tide-charts']) {
    await page.getByRole('button', { name: `Start ${name}` }).click();
    await page.getByRole('button', { name: `Open ${name}` }).waitFor();
  }
  await page.getByRole('button', { name: 'More for tide-charts' }).click();
  await page.getByRole('menuitem', { name: 'Put to sleep' }).click();
  await page.getByRole('button', { name: 'Wake tide-charts' }).first().waitFor();
  await showEditor(page);
  await whenCalm(page);
  await take(page, 'editor');
  await serve(page);
  await page.getByRole('button', { name: 'Look again' }).click();
  const glance = page.getByRole('region', { name: 'At a glance' });
  await expect(glance.getByRole('button', { name: /Left behind/ })).toContainText(/leftover/);
  await whenCalm(page);
  await take(page, 'server');
  await page.setViewportSize({ width: 380, height: 800 });
  await take(page, 'phone');
  await page.setViewportSize(desktop);
  await takeParts(page);
  await takeSessions(page, app);
  await showPart(page, 'Overview');
  await page.getByRole('button', { name: /^Connection to sandbox/ }).click();
  const panel = page.getByRole('dialog', { name: 'Connection to sandbox' });
  await panel.getByRole('button', { name: 'Diagnose' }).click();
  await panel.getByRole('button', { name: 'Copy diagnosis' }).waitFor();
  await take(page, 'connection');
  await page.keyboard.press('Escape');
  await showClone(page);
  await take(page, 'clone');
  await page.keyboard.press('Escape');
  await neglect(app);
  await page.keyboard.press('Alt+c');
  await page
    .getByRole('dialog')
    .getByText(/well\.$/)
    .waitFor();
  await take(page, 'check-up');
  await addFreshServer(app, stack);
  await page.reload();
  await page.locator('.server-open', { hasText: freshServer }).click();
  await page.getByRole('button', { name: 'Set up this server…' }).click();
  await page.getByRole('button', { name: /^Set up, / }).waitFor();
  await take(page, 'setup');
}

await main();
