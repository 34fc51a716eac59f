import { expect, test } from '@playwright/test';
import { beyondReplies, escapeCorpus } from '../support/terminal/escape-corpus.ts';
import { expectUsable } from './support/axe.ts';
import { button } from './support/screen.ts';
import { clipboard, input, newTerminal, paste, placeOf, screen, setUpTerminals, shown } from './support/terminals.ts';

/** What goes into a terminal and out of it: keys, pastes, copies and links, and nothing that nobody asked for. */

test.use({ viewport: { width: 1360, height: 820 }, colorScheme: 'dark' });
const { open, terminal, typed, allowClipboard } = setUpTerminals();

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
  await expect(screen(page)).toContainText(/(selected-word.*){2}/s);
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
  await expect(screen(page)).toContainText(/(example\.org.*){2}/s);
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
