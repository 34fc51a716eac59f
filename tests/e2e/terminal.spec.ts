import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { keepingWithoutTmux } from '../support/fake-core/agents/fake-session.ts';
import { fakeHosts } from '../support/fake-core/fake-hosts.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { beyondReplies, escapeCorpus } from '../support/terminal/escape-corpus.ts';
import { expectReadable, expectUsable } from './support/axe.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';

/** What a terminal in a tab promises: it is typed into, outlives the link, and does nothing that nobody asked for. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const host = 'frankfurt-1';
const wide = { width: 1360, height: 820 };

test.use({ viewport: wide, colorScheme: 'dark' });
let shell: FakeShell;
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const open = async (page: Page, options = {}) => {
  shell = await startFakeShell(pageDirectory, options);
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
};
const shown = (page: Page) => page.locator('.terminal-tab:not([data-pane="none"])');
const screen = (page: Page) => shown(page).locator('.xterm-rows').first();
const input = (page: Page) =>
  shown(page)
    .getByRole('textbox', { name: /^Terminal/ })
    .first();
const status = (page: Page) => shown(page).locator('.terminal-notice [role="status"]');
const foot = (page: Page) => shown(page).locator('.terminal-foot').first();
const newTerminal = async (page: Page) => {
  await page.keyboard.press('Alt+Shift+N');
  await expect(screen(page)).toContainText('$');
};
const terminal = (id = 'terminal') => shell.core.sessions.terminal(host, id);
const typed = () => terminal().typed;
/** In the seventh column of a row, from 0, where a pointer would be. */
const placeOf = async (page: Page, row: number) => {
  const box = await screen(page).locator('> div').nth(row).boundingBox();
  if (box === null) throw new Error('The row is not drawn');
  return { x: box.x + 52, y: box.y + box.height / 2 };
};
/** Pastes as the system's own keys do; the browser hands the text over with the event. */
const paste = async (page: Page, text: string) => {
  await input(page).evaluate((element, given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', given);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
};
const allowClipboard = (context: BrowserContext) =>
  context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(shell.url).origin });
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

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

test('a program that prints without end is stopped within half a second', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.keyboard.type('yes\n');
  await expect(screen(page)).toContainText('y');
  await page.waitForTimeout(3_000);
  // Measured where it is seen: from the press to the first picture with the end of it.
  await page.evaluate(() => {
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
  expect(Number(await page.locator('body').getAttribute('data-stopped-ms'))).toBeLessThan(500);
  expect(terminal().flood).toBeNull();
  await page.keyboard.type('echo alive\n');
  await expect(screen(page)).toContainText('alive');
});

test('several lines are asked about where each would run, and not where the program knows a paste', async ({
  page,
}) => {
  await open(page);
  await newTerminal(page);
  await paste(page, 'echo one\necho two');
  await expect.poll(typed).toContain('\u001b[200~echo one\recho two\u001b[201~');
  await page.keyboard.press('Control+u');
  await page.keyboard.type('sleep\n');
  await paste(page, 'first line\nsecond line\n');
  const dialog = page.getByRole('dialog', { name: 'Paste 3 lines?' });
  await expect(dialog.getByTestId('paste-text')).toContainText('second line');
  await expectUsable(page);
  expect(typed()).not.toContain('first line');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await paste(page, 'first line\nsecond line');
  await dialog.getByRole('button', { name: 'Paste as one line' }).or(button(page, 'Paste as one line')).click();
  await expect.poll(typed).toContain('first line second line');
  await paste(page, 'x'.repeat(40_000));
  await expect(page.getByRole('dialog', { name: 'Paste 40000 characters?' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Paste', exact: true }).click();
  await expect.poll(() => typed().match(/x/g)?.length).toBe(40_000);
});

test('a paste brings no keys of its own', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await paste(page, 'safe\u001b[201~\u0003text');
  await expect.poll(typed).toContain('\u001b[200~safe[201~text\u001b[201~');
});

test('one view decides on the size; another one takes it over when it is asked to', async ({ page, context }) => {
  await open(page);
  await newTerminal(page);
  const first = { ...terminal().size };
  const other = await context.newPage();
  await other.setViewportSize({ width: 900, height: 500 });
  await rememberServer(other);
  // Both windows remember the same tabs.
  await other.goto(shell.url);
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
  shell.core.setStatus(host, { state: 'reconnecting', nextAttemptAtMs: Date.now() + 60_000 });
  await expect(shown(page).getByText('Your terminals keep running.')).toBeVisible();
  await expect(screen(page)).toContainText('before');
  await page.keyboard.type('lost');
  terminal().print('printed meanwhile');
  shell.core.setStatus(host, { state: 'connected', nextAttemptAtMs: null });
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
  shell.dropSockets();
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
    .poll(() => shell.core.sessions.list(host).map(({ title, state }) => `${title} ${state}`))
    .toEqual(['Terminal done']);
  await expect(status(page)).toHaveCount(0);
  await page.keyboard.type('exit\n');
  await button(page, 'Remove it').click();
  await expect(page.getByTestId('tab-session:terminal-2')).toHaveCount(0);
  await expect.poll(() => shell.core.sessions.list(host)).toEqual([]);
});

test('an agent that ended takes up its conversation', async ({ page }) => {
  await open(page);
  shell.core.sessions.add(host, { id: 'claude', title: 'Claude Code', kind: 'agent' });
  await page.keyboard.press('Alt+Shift+K');
  await page.keyboard.type('Claude Code frankfurt\n');
  await expect(shown(page)).toBeVisible();
  await expect.poll(() => terminal('claude').views.size).toBe(1);
  shell.core.sessions.die(host, 'claude', { exitSignal: 'SIGKILL' });
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

test('what was printed before is read, searched and left by keys', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  await page.keyboard.type('seq 300\n');
  await expect(screen(page)).toContainText('300');
  await page.keyboard.press('Shift+PageUp');
  const history = page.getByRole('region', { name: 'History of Terminal' });
  await expect(history.getByText('of the screen')).toHaveCount(0);
  await expect(history.locator('pre')).toContainText('17');
  await page.keyboard.type('29');
  await expect(history.getByRole('status')).toHaveText('13 of 13');
  await page.keyboard.press('Enter');
  await expect(history.getByRole('status')).toHaveText('12 of 13');
  await expect(history.locator('mark[data-current]')).toBeInViewport();
  await expectUsable(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(history).toHaveCount(0);
  await expect(input(page)).toBeFocused();
  await shown(page).locator('.terminal-stage').hover();
  await page.mouse.wheel(0, -300);
  await expect(history).toBeVisible();
});

test('the wheel is the program’s where it draws the whole screen', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  terminal().print('\u001b[?1049h\u001b[?1000h\u001b[?1006h');
  await expect(screen(page)).not.toContainText('$');
  await shown(page).locator('.terminal-stage').hover();
  await page.mouse.wheel(0, -120);
  await expect.poll(typed).toContain('\u001b[<64;');
});

test('all keys are the program’s but those that are Berth’s everywhere', async ({ page }) => {
  await open(page);
  await newTerminal(page);
  for (const key of ['Control+k', 'Alt+w', 'Control+Comma', 'Alt+1', 'F1', 'Tab', 'Escape'])
    await page.keyboard.press(key);
  await expect.poll(typed).toContain('\u000b\u001bw');
  await expect.poll(() => typed().endsWith('\u001b1\u001bOP\t\u001b')).toBe(true);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(shown(page)).toBeVisible();
  await page.keyboard.press('Alt+Shift+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(input(page)).toBeFocused();
  const before = typed();
  await page.keyboard.press('Alt+Shift+B');
  await expect(page.locator('.terminal-tab:not([data-pane="none"])')).toHaveCount(0);
  expect(typed()).toBe(before);
});

test('a selection is copied by keys and by the menu', async ({ page, context }) => {
  await open(page);
  await allowClipboard(context);
  await newTerminal(page);
  await page.keyboard.type('echo selected-word\n');
  await expect(screen(page)).toContainText('selected-word');
  const { x, y } = await placeOf(page, 1);
  await page.mouse.dblclick(x, y);
  await page.keyboard.press('Control+Shift+c');
  await expect.poll(() => clipboard(page)).toBe('selected-word');
  await shown(page)
    .locator('.terminal-stage')
    .click({ button: 'right', position: { x: 300, y: 200 } });
  await expectUsable(page);
  await page.getByRole('menuitem', { name: 'Paste' }).click();
  await expect.poll(typed).toContain('\u001b[200~selected-word\u001b[201~');
});

test('a link is opened by a modifier, after its address was shown, and only into the web', async ({
  page,
  context,
}) => {
  await open(page);
  await allowClipboard(context);
  await newTerminal(page);
  await page.keyboard.type('echo https://example.org/a?b=c\n');
  await expect(screen(page)).toContainText('example.org');
  const { x, y } = await placeOf(page, 1);
  await page.mouse.move(x, y);
  await expect(page.getByTestId('hovered-link')).toContainText('https://example.org/a?b=c');
  await page.mouse.click(x, y);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.down('Control');
  await page.mouse.click(x, y);
  await page.keyboard.up('Control');
  await expect(page.getByTestId('link-address')).toHaveText('https://example.org/a?b=c');
  await expectUsable(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(context.pages()).toHaveLength(1);
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
  expect(shell.core.sessions.list(host)).toHaveLength(1);
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

test('no sequence reaches the clipboard, the window or the keyboard', async ({ page, context }) => {
  await open(page);
  await allowClipboard(context);
  await newTerminal(page);
  await page.evaluate(() => navigator.clipboard.writeText('kept'));
  const title = await page.title();
  const size = { ...terminal().size };
  const sequences = Object.values(escapeCorpus).flat();
  expect(sequences.length).toBeGreaterThanOrEqual(60);
  for (const sequence of sequences) {
    terminal().print(sequence);
    // Whatever it left half done is over.
    terminal().print('\u0018\u001b\\\u001bc');
  }
  terminal().print('the corpus is over');
  await expect(screen(page)).toContainText('the corpus is over');
  expect(beyondReplies(typed())).toBe('');
  expect(await clipboard(page)).toBe('kept');
  expect(await page.title()).toBe(title);
  expect(terminal().size).toEqual(size);
  expect(context.pages()).toHaveLength(1);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.type('\u0015echo alive\n');
  await expect(screen(page)).toContainText('alive');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 380, height: 800 }, hasTouch: true });

  test('keys that its keyboard lacks are there, and the keyboard changes no size', async ({ page }) => {
    await open(page);
    await page.keyboard.press('Alt+Shift+N');
    await expect(screen(page)).toContainText('$');
    await input(page).focus();
    await button(page, 'Ctrl').click();
    await expect(button(page, 'Ctrl')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.type('c');
    await expect.poll(typed).toBe('\u0003');
    for (const key of ['Esc', 'Tab', 'Arrow up', 'Slash', 'Pipe', 'Enter']) await button(page, key).click();
    await expect.poll(typed).toBe('\u0003\u001b\t\u001b[A/|\r');
    const size = { ...terminal().size };
    await expectUsable(page);
    await page.setViewportSize({ width: 380, height: 420 });
    await page.waitForTimeout(300);
    expect(terminal().size).toEqual(size);
    await button(page, 'History').click();
    await expect(page.getByRole('region', { name: 'History of Terminal' })).toBeVisible();
    await expectUsable(page);
  });
});
