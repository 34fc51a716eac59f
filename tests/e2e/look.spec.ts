import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { expectReadable, expectUsable } from './support/axe.ts';
import { rememberServer, type Screen } from './support/screen.ts';
import { screens } from './support/screens.ts';

/**
 * Every screen and dialog, in both themes and at the width of a phone: no accessibility violation, nothing wider than
 * the screen. With `BERTH_PICTURES=1` each is also drawn into `out/look`, for people to look at.
 */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
const pictures = fileURLToPath(new URL('../../out/look', import.meta.url));
const isDrawn = process.env.BERTH_PICTURES === '1';

const desktop = { width: 1360, height: 820 };
const phone = { width: 380, height: 800 };

test.describe.configure({ mode: 'parallel' });

let shell: FakeShell;
test.afterEach(() => shell.close());

test.describe('a screen', () => {
  test.use({ viewport: desktop, colorScheme: 'dark', contextOptions: { reducedMotion: 'reduce' } });
  for (const screen of screens) {
    test(screen.name, async ({ page }) => {
      shell = await startFakeShell(pageDirectory, screen.options);
      await look(page, screen, async () => {
        await judge(page, screen, { dark: 'dark', light: 'light' });
        // To come there again on a phone takes longer than to judge it, and a window may become as narrow.
        await page.setViewportSize(phone);
        await judge(page, screen, { narrow: 'dark' });
      });
    });
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: phone, colorScheme: 'dark', contextOptions: { reducedMotion: 'reduce' } });
  for (const screen of screens.filter(({ isOwnOnPhone }) => isOwnOnPhone === true)) {
    test(screen.name, async ({ page }) => {
      shell = await startFakeShell(pageDirectory, screen.options);
      await look(page, screen, () => judge(page, screen, { phone: 'dark' }));
    });
  }
});

test.describe('list of all servers', () => {
  test.use({ colorScheme: 'dark', contextOptions: { reducedMotion: 'reduce' } });
  // The sidebar takes a part of the last three.
  for (const width of [380, 700, 860, 1_100, 1_280]) {
    test(`tells when each was heard at ${width} px`, async ({ page }) => {
      const screen = screens.find(({ name }) => name === 'fleet');
      if (screen === undefined) throw new Error('There is no such screen.');
      await page.setViewportSize({ width, height: 800 });
      shell = await startFakeShell(pageDirectory, screen.options);
      const themes = { [`dark-${width}`]: 'dark', [`light-${width}`]: 'light' } as const;
      await look(page, screen, () => judge(page, screen, themes));
      const linked = page.getByTestId('fleet-frankfurt-1');
      await expect(linked.getByText(/now$/).filter({ visible: true })).toHaveCount(1);
    });
  }
});

/** Each picture's name begins with the key. */
type Themes = Readonly<Record<string, 'dark' | 'light'>>;

/** Goes to the screen, and has it judged; the page complains of nothing meanwhile. */
async function look(page: Page, screen: Screen, judged: () => Promise<void>): Promise<void> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  if (screen.isFleet !== true) await rememberServer(page);
  await page.goto(shell.url);
  await screen.show(page, shell);
  await judged();
  expect(complaints).toEqual([]);
  expect(shell.bugs).toEqual([]);
}

/** The screen that is there, in each theme: whole in the first one, the colours in the others. */
async function judge(page: Page, screen: Screen, themes: Themes): Promise<void> {
  const [first] = Object.keys(themes);
  for (const [prefix, colorScheme] of Object.entries(themes)) {
    await page.emulateMedia({ colorScheme });
    if (isDrawn) await page.screenshot({ path: `${pictures}/${prefix}-${screen.name}.png` });
    await (prefix === first ? expectUsable(page) : expectReadable(page));
  }
}
