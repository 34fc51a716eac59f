import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { fail } from '../../main/contract/failure.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { hostPage, rememberServer } from './support/screen.ts';
import { chart, crosshair, showResources } from './support/screens/resource-screens.ts';

/** The parts of a host's page, and what it does as charts, on the fake core. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));
let shell: FakeShell;
test.use({ viewport: { width: 1280, height: 820 }, contextOptions: { reducedMotion: 'reduce' } });
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const id = 'frankfurt-1';
const tab = (page: Page, name: string) => page.getByRole('tab', { name });

/** Opens the page; `watches` are the watches that it has open, as it asked for them. */
async function open(
  page: Page,
): Promise<{ readonly watches: Set<{ intervalSeconds: number; hasProcesses: boolean }> }> {
  shell = await startFakeShell(pageDirectory, { statsTickMs: 300 });
  const watches = new Set<{ intervalSeconds: number; hasProcesses: boolean }>();
  const { watch } = shell.core.handlers.stats;
  Object.assign(shell.core.handlers.stats, {
    async *watch(...[input, context]: Parameters<typeof watch>) {
      const { intervalSeconds, hasProcesses } = input;
      const asked = { intervalSeconds, hasProcesses };
      watches.add(asked);
      try {
        yield* watch(input, context);
      } finally {
        watches.delete(asked);
      }
    },
  });
  await rememberServer(page);
  await page.goto(shell.url);
  await hostPage(page);
  return { watches };
}

test('tabs lead through the parts of a host by keyboard; each host comes back with its own, and nothing jumps', async ({
  page,
}) => {
  const { watches } = await open(page);
  await expect.poll(() => [...watches]).toEqual([{ intervalSeconds: 5, hasProcesses: false }]);
  const place = () => page.getByRole('tablist', { name: 'Parts of this server’s page' }).boundingBox();
  const first = await place();
  await tab(page, 'Overview').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Sessions')).toBeFocused();
  expect(await place()).toEqual(first);
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Processes')).toBeFocused();
  await expect(tab(page, 'Processes')).toHaveAttribute('aria-selected', 'true');
  // One watch at a time: the next one takes the place of the one before.
  await expect.poll(() => [...watches]).toEqual([{ intervalSeconds: 2, hasProcesses: true }]);
  expect(await place()).toEqual(first);
  await page.keyboard.press('Alt+R');
  await expect(tab(page, 'Resources')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => [...watches]).toEqual([{ intervalSeconds: 2, hasProcesses: false }]);
  expect(await place()).toEqual(first);
  await page.reload();
  await expect(tab(page, 'Resources')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Alt+O');
  await expect(page.getByRole('region', { name: 'At a glance' })).toBeVisible();
});

test('the four answers lead on: to processes of the heaviest, to ports, to a cleanup', async ({ page }) => {
  await open(page);
  const glance = page.getByRole('region', { name: 'At a glance' });
  await expect(glance.getByRole('button', { name: /Health/ })).toContainText('1 editor crashed');
  await expect(glance.getByRole('button', { name: /Takes the most/ })).toContainText('pytorch-transformers');
  await expect(glance.getByRole('button', { name: /Listens/ })).toContainText(/\d ports/);
  await expect(glance.getByRole('button', { name: /Left behind/ })).toContainText('4 leftovers', { timeout: 10_000 });
  await glance.getByRole('button', { name: /Takes the most/ }).click();
  await expect(tab(page, 'Processes')).toHaveAttribute('aria-selected', 'true');
  await expect(tab(page, 'Processes')).toBeFocused();
  await expect(page.getByRole('treegrid')).toContainText('pytorch-transformers');
  await expect(page.getByRole('treegrid')).not.toContainText('postgres');
});

test('readings move the figures of the whole page', async ({ page }) => {
  await open(page);
  const meters = page.getByRole('region', { name: 'Resources of the server' });
  const cpu = { usedShare: 0.97, coreShares: [1, 0.94], waitShare: 0, stolenShare: 0 };
  shell.core.host(id).reading = { cpu };
  await expect(meters).toContainText('97 %');
  await page.keyboard.press('Alt+R');
  await expect(chart(page, 'Processor')).toContainText('97 %');
  await expect(page.getByRole('list', { name: 'Use of each core' })).toContainText('94 %');
});

test('a chart is read with arrow keys, all charts point at the same moment, and the same stands in a table', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await showResources(page);
  const slider = crosshair(page, 'Processor');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await expect(slider).toHaveAttribute('aria-valuetext', /\d\d:\d\d:\d\d: Used [\d.]+ %/);
  const clockTime = /\d\d:\d\d:\d\d/;
  // The first moment is another one as soon as a reading comes in, so both are read at once.
  const read = async () =>
    await page.evaluate(
      ([one, other]) => [one?.getAttribute('aria-valuetext'), other?.textContent],
      [await slider.elementHandle(), await chart(page, 'Network').elementHandle()],
    );
  await expect(async () => {
    const [pointed, told] = await read();
    expect(told).toContain(clockTime.exec(pointed ?? '')?.[0]);
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(chart(page, 'Network')).not.toContainText(clockTime);

  const box = () => chart(page, 'Processor').boundingBox();
  const before = await box();
  await chart(page, 'Processor').getByRole('button', { name: 'Show as table' }).click();
  const table = chart(page, 'Processor').getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText(['Time', 'Used']);
  expect(await table.getByRole('row').count()).toBeGreaterThan(100);
  expect(await box()).toEqual(before);
  await chart(page, 'Processor').getByRole('button', { name: 'Copy as CSV' }).click();
  await expect(chart(page, 'Processor').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^time,Used \(share\)\r\n\d{4}-\d\d-\d\dT[\d:.]+Z,0\.\d{4}\r\n/,
  );
});

test('the time that the host was off is a gap: the crosshair says that nothing is known', async ({ page }) => {
  await open(page);
  await showResources(page);
  await page.getByRole('radio', { name: '24 hours' }).check();
  const slider = crosshair(page, 'Processor');
  await slider.focus();
  const read = () => slider.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  for (let step = 0; step < 17; step += 1) await page.keyboard.press('PageUp');
  for (let step = 0; step < 100 && !(await read())?.endsWith('–'); step += 1) await page.keyboard.press('ArrowRight');
  expect(await read()).toMatch(/Used –$/);
  // Fifteen of twenty-four hours into the chart.
  const place = Number(await slider.getAttribute('aria-valuenow'));
  expect(Math.abs(place - 225)).toBeLessThan(4);
});

test('a host that cannot be watched says why, and is tried again by a click', async ({ page }) => {
  await open(page);
  await showResources(page);
  const { watch } = shell.core.handlers.stats;
  const { failure } = fail('script-failed', 'script', 'The server has no awk.', 'Install it, then try again.');
  Object.assign(shell.core.handlers.stats, {
    async *watch() {
      yield { type: 'failed', failure };
    },
  });
  shell.dropSockets();
  await expect(page.getByText('The server has no awk.').first()).toBeVisible();
  Object.assign(shell.core.handlers.stats, { watch });
  await page
    .getByRole('region', { name: 'Watching frankfurt-1 failed' })
    .getByRole('button', { name: 'Try again' })
    .click();
  await expect(page.getByText('The server has no awk.')).toHaveCount(0);
});
