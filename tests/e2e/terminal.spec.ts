import { expect, type Page, test } from '@playwright/test';
import { keepingWithoutTmux } from '../support/fake-core/agents/fake-session.ts';
import { fakeHosts } from '../support/fake-core/fake-hosts.ts';
import { expectReadable, expectUsable } from './support/axe.ts';
import { button, rememberServer } from './support/screen.ts';
import {
  clipboard,
  foot,
  terminalHost as host,
  input,
  newTerminal,
  screen,
  setUpTerminals,
  shown,
  status,
} from './support/terminals.ts';

/** What a terminal in a tab promises: it shows what its program prints, outlives the link, and says how it stands. */

test.use({ viewport: { width: 1360, height: 820 }, colorScheme: 'dark' });
const { shell, open, terminal, typed, allowClipboard } = setUpTerminals();

test('what is typed reaches the program, and what it prints is seen', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await expect(input(page)).toBeFocused();
  await page.keyboard.type('echo typed in a terminal\n');
  await expect(screen(page)).toContainText('typed in a terminal');
  const { columns, rows } = terminal().size;
  await expect(foot(page)).toContainText(`${columns} × ${rows}`);
  await expect(foot(page)).toContainText('Goes on without the link');
});

/** From the press of Ctrl+C to the first picture with the end of the flood, as it is seen, milliseconds. */
const stopTheFlood = async (page: Page): Promise<number> => {
  await page.keyboard.type('clear\nyes\n');
  await expect.poll(() => terminal().flood).not.toBeNull();
  await page.waitForTimeout(1_500);
  await page.evaluate(() => {
    delete document.body.dataset.stoppedMs;
    const begin = ({ timeStamp }: KeyboardEvent) => {
      const look = () => {
        const isOver = document.querySelector('.xterm-rows')?.textContent.includes('^C') === true;
        if (isOver) document.body.dataset.stoppedMs = String(performance.now() - timeStamp);
        else requestAnimationFrame(look);
      };
      look();
    };
    window.addEventListener('keydown', begin, { capture: true, once: true });
  });
  await page.keyboard.press('Control+c');
  await expect(page.locator('body[data-stopped-ms]')).toBeVisible();
  expect(terminal().flood).toBeNull();
  return Number(await page.locator('body').getAttribute('data-stopped-ms'));
};

test('a program that prints without end is stopped within half a second', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  const measuredMs: number[] = [];
  // A machine that is busy with something else makes one try slow, and hardly three.
  while (measuredMs.length < 3 && !measuredMs.some((ms) => ms < 500)) measuredMs.push(await stopTheFlood(page));
  expect(Math.min(...measuredMs)).toBeLessThan(500);
  await page.keyboard.type('echo alive\n');
  await expect(screen(page)).toContainText('alive');
});

test('one view decides on the size; another one takes it over when it is asked to', async ({ page, context }) => {
  await open(page);
  await newTerminal(page);
  const first = { ...terminal().size };
  const other = await context.newPage();
  await other.setViewportSize({ width: 900, height: 500 });
  await rememberServer(other);
  // Both windows remember the same tabs.
  await other.goto(shell().url);
  await expect(foot(other)).toContainText(`Another view decides on the size (${first.columns} × ${first.rows})`);
  expect(terminal().size).toEqual(first);
  const rows = await screen(other).locator('> div').count();
  expect(rows).toBe(first.rows);
  await expectUsable(other);
  await other.setViewportSize({ width: 940, height: 520 });
  await other.getByRole('button', { name: 'Take control' }).click();
  await expect(foot(other)).toContainText('Goes on without the link');
  await expect.poll(() => terminal().size.columns).toBeLessThan(first.columns);
  await expect(foot(page)).toContainText('Another view decides on the size');
});

test('while it is away the last picture stays, and it comes back by itself', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.keyboard.type('echo before\n');
  await expect(screen(page)).toContainText('before');
  shell().core.setStatus(host, { state: 'reconnecting', nextAttemptAtMs: Date.now() + 60_000 });
  await expect(shown(page).getByText('Your terminals keep running.')).toBeVisible();
  await expect(screen(page)).toContainText('before');
  await page.keyboard.type('lost');
  terminal().print('printed meanwhile');
  shell().core.setStatus(host, { state: 'connected', nextAttemptAtMs: null });
  await expect(screen(page)).toContainText('printed meanwhile');
  expect(typed()).not.toContain('lost');
  await page.keyboard.type('\n');
  await page.keyboard.type('echo after\n');
  await expect(screen(page)).toContainText('after');
});

test('it comes back when Berth itself was away', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  const before = [...terminal().views.keys()];
  shell().dropSockets();
  await expect.poll(() => [...terminal().views.keys()].some((id) => !before.includes(id))).toBe(true);
  await expect(shown(page).locator('[data-phase]')).toHaveAttribute('data-phase', 'open');
  await expect(shown(page).locator('.editor-notice')).toHaveCount(0);
  await page.keyboard.type('echo again\n');
  await expect(screen(page)).toContainText('again');
});

test('one that ended shows how, keeps its last screen, and is started again or removed', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.keyboard.type('echo the last words\n');
  await page.keyboard.type('exit 3\n');
  await expect(status(page)).toContainText('Terminal ended with exit code 3, just now.');
  await expect(screen(page)).toContainText('the last words');
  await expectUsable(page);
  await button(page, 'Start again').click();
  await expect
    .poll(() =>
      shell()
        .core.sessions.list(host)
        .map(({ title, state }) => `${title} ${state}`),
    )
    .toEqual(['Terminal done']);
  await expect(status(page)).toHaveCount(0);
  await page.keyboard.type('exit\n');
  await button(page, 'Remove it').click();
  await expect(page.getByTestId('tab-session:terminal-2')).toHaveCount(0);
  await expect.poll(() => shell().core.sessions.list(host)).toEqual([]);
});

test('an agent that ended takes up its conversation', async ({ page }) => {
  await open(page);
  shell().core.sessions.add(host, { id: 'claude', title: 'Claude Code', kind: 'agent' });
  await page.keyboard.press('Alt+Shift+K');
  await page.keyboard.type('Claude Code frankfurt\n');
  await expect(shown(page)).toBeVisible();
  await expect.poll(() => terminal('claude').views.size).toBe(1);
  shell().core.sessions.die(host, 'claude', { exitSignal: 'SIGKILL' });
  await expect(status(page)).toContainText('Claude Code ended by SIGKILL');
  await button(page, 'Resume the conversation').click();
  await expect(status(page)).toHaveCount(0);
  await expect.poll(() => terminal('claude').views.size).toBe(1);
});

test('a session that is gone, and a host without tmux, say so with a way out', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.reload();
  await expect(screen(page)).toContainText('$');
  await page.evaluate(() => {
    const layout = JSON.parse(localStorage.getItem('berth.layout') ?? '{}');
    layout.tabs[0].repositoryId = 'session:not-there';
    localStorage.setItem('berth.layout', JSON.stringify(layout));
  });
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('There is no session not-there.');
  await expectUsable(page);
  await button(page, 'Close the tab').click();
  await expect(page.locator('.terminal-tab')).toHaveCount(0);
});

test('without tmux a plain shell opens and says that it ends with the link', async ({ page }) => {
  const hosts = fakeHosts(Date.now()).map((one) =>
    one.profile.id === host ? { ...one, keeping: keepingWithoutTmux } : one,
  );
  await open(page, { hosts });
  await page.keyboard.press('Alt+S');
  await newTerminal(page);
  await expect(foot(page)).toContainText('There is no tmux on this server: this shell ends with the link');
  await expect(button(page, 'Install tmux…')).toBeVisible();
  await page.keyboard.type('seq 200\n');
  await expect(screen(page)).toContainText('200');
  await page.keyboard.press('Control+Shift+f');
  await page.getByRole('textbox', { name: 'Find' }).fill('137');
  await expect(page.locator('.terminal-find')).toContainText('1 of 1');
  await expectUsable(page);
  await page.keyboard.press('Escape');
  await page.keyboard.type('title a b\u202ec\n');
  await expect(page.getByRole('tab', { name: 'a b c' })).toBeVisible();
  await page.keyboard.type('exit\n');
  await expect(status(page)).toContainText('ended.');
  await button(page, 'Start again').click();
  await expect(status(page)).toHaveCount(0);
});

test('settings count at once and for the next time', async ({ page, context }) => {
  await open(page);
  await allowClipboard(context);
  await newTerminal(page);
  const columns = terminal().size.columns;
  await page.evaluate(() => navigator.clipboard.writeText('kept'));
  await page.keyboard.type('clipboard taken\n');
  await expect(screen(page)).toContainText('clipboard taken');
  await expect.poll(() => clipboard(page)).toBe('kept');
  await shown(page).getByRole('button', { name: 'More for this terminal' }).click();
  await page.getByRole('menuitem', { name: 'Terminal settings…' }).click();
  const part = page.getByTestId('settings-terminal');
  await part.getByLabel('Size').selectOption('20');
  await part.getByLabel('Programs may put texts into the clipboard').check();
  await expectUsable(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => terminal().size.columns).toBeLessThan(columns);
  await page.reload();
  await expect(screen(page)).toContainText('$');
  await input(page).focus();
  await page.keyboard.type('clipboard allowed\n');
  await expect.poll(() => clipboard(page)).toBe('allowed');
});

test('it can be read in both themes, and stays when the theme changes', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.keyboard.type('colours\n');
  await expect(screen(page)).toContainText('true colour');
  await expectUsable(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expectReadable(page);
});

test('the graphics processor draws where that is wanted, and the page when it gives up', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('berth.terminal', JSON.stringify({ graphics: 'on' })));
  await open(page);
  await page.keyboard.press('Alt+Shift+N');
  const canvas = shown(page).locator('.xterm-screen canvas').first();
  await expect(canvas).toBeVisible();
  await page.keyboard.type('echo drawn\n');
  await expect.poll(typed).toContain('echo drawn');
  await shown(page)
    .locator('.xterm-screen canvas')
    .evaluateAll((all) => {
      for (const one of all) {
        if (one instanceof HTMLCanvasElement)
          one.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      }
    });
  await expect(screen(page)).toContainText('drawn', { timeout: 10_000 });
});

test('two views of a session stand side by side, and tabs come back as they were', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.getByTestId('tab-session:terminal').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show once more beside it' }).click();
  await expect(page.locator('.terminal-tab[data-pane="left"]')).toBeVisible();
  await expect.poll(() => terminal().views.size).toBe(2);
  await page.reload();
  await expect(page.locator('.terminal-tab[data-pane="right"] .xterm-rows')).toContainText('$');
  await expect(page.locator('.terminal-tab[data-pane="left"] .xterm-rows')).toContainText('$');
  await page.keyboard.press('Alt+Shift+W');
  await expect(page.locator('.terminal-tab')).toHaveCount(1);
  await page.keyboard.press('Alt+Shift+W');
  await expect(page.locator('.terminal-tab')).toHaveCount(0);
  expect(shell().core.sessions.list(host)).toHaveLength(1);
  await page.keyboard.press('Alt+Shift+T');
  await expect(screen(page)).toContainText('$');
});

test('a hidden terminal goes on, tells no size, and a bell of it is seen', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  const size = { ...terminal().size };
  await page.getByTestId('tab-host').click();
  await page.setViewportSize({ width: 1000, height: 600 });
  terminal().print('\u0007printed while hidden');
  await expect(page.getByTestId('tab-session:terminal').locator('.tab-unread')).toBeVisible();
  expect(terminal().size).toEqual(size);
  await page.getByTestId('tab-session:terminal').click();
  await expect(screen(page)).toContainText('printed while hidden');
  await expect.poll(() => terminal().size.columns).toBeLessThan(size.columns);
  await expect(page.locator('.tab-unread')).toHaveCount(0);
});
