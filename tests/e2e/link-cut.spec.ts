import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from '@playwright/test';
import type { TestApp } from '../support/app/test-app.ts';
import { openApp, Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf } from './support/rows.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });
const outageMs = 20_000;
const sleepMs = 20 * 60_000;
/** From when the network is back. */
const usableWithinMs = 5_000;

let page: Page;
let harbor: Workbench;
let tide: Workbench;

const showTab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
const editorFrames = (): readonly Frame[] =>
  page.frames().filter((frame) => /\/vscode\/(harbor-api|tide-charts)-[0-9a-f]{6}\/\?/.test(frame.url()));
const read = async (app: TestApp, path: string) => (await app.host.run(`cat ${path} 2>/dev/null || true`)).stdout;
/** Asked more often than usual, because how long it takes is what matters. */
const soon = { intervals: [100], timeout: 2_000 };

test.beforeAll(async ({ browser, app }) => {
  test.setTimeout(180_000);
  page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  await openApp(page, app);
  await nameOf(page, 'tide-charts').click();
  tide = new Workbench(page, 'tide-charts');
  await tide.whenReady();
  await showTab('sandbox');
  await nameOf(page, 'harbor-api').click();
  harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await harbor.openTerminal();
  expect(editorFrames()).toHaveLength(2);
  for (const frame of editorFrames()) await frame.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
});
test.afterAll(() => page.close());

/** Uses the terminal of one tab and the files of the other, and tells how long it took until both were of use. */
async function useAgain(app: TestApp, word: string): Promise<number> {
  const backAtMs = Date.now();
  await expect(page.getByText(/link lost|reconnecting/i)).toHaveCount(0, { timeout: 40_000 });
  // A shell that is just beginning a command may lose a Ctrl-C.
  await expect(async () => {
    await harbor.frame.locator('.terminal-wrapper.active .xterm-helper-textarea').press('Control+c');
    await harbor.type(`echo ${word} > /root/${word}`);
    await expect.poll(() => read(app, `/root/${word}`), soon).toBe(`${word}\n`);
  }).toPass({ timeout: 40_000 });
  await app.host.run(`touch /var/www/github/tide-charts/${word}.md`);
  await showTab('tide-charts');
  await expect(tide.explorerRows.filter({ hasText: `${word}.md` })).toBeVisible({ timeout: 40_000 });
  const tookMs = Date.now() - backAtMs;
  test.info().annotations.push({ type: 'usable again', description: `${tookMs} ms after the network was back` });
  console.log(`usable again ${tookMs} ms after the network was back`);
  for (const frame of editorFrames())
    expect(await frame.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
  await showTab('harbor-api');
  return tookMs;
}

test('a terminal goes on counting while the link is cut for 20 s, and all tabs resume without a reload', async ({
  app,
}) => {
  const count = async () => Number(await read(app, '/root/count'));
  await harbor.run('for i in $(seq 1000); do echo $i > /root/count; sleep 0.2; done', () =>
    expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(15),
  );
  app.proxy.cut();
  const before = await count();
  await expect(page.getByText(/link lost|reconnecting/i).first()).toBeVisible({ timeout: 15_000 });
  await page.screenshot({ path: 'out/e2e/link-lost.png' });
  // The outage itself is the length of time under test.
  await delay(outageMs);
  expect(await count()).toBeGreaterThan(before + 60);
  await app.proxy.restore();
  expect(await useAgain(app, 'resumed')).toBeLessThan(usableWithinMs);
  await page.screenshot({ path: 'out/e2e/link-back.png' });
});

test('after 20 minutes of sleep, with the network a little later than the machine, all tabs resume as well', async ({
  app,
}) => {
  app.proxy.freeze();
  app.skipTime(sleepMs);
  for (const frame of [page.mainFrame(), ...editorFrames()]) {
    await frame.evaluate((skippedMs) => {
      const now = Date.now;
      Date.now = () => now() + skippedMs;
    }, sleepMs);
  }
  // By then the wake was noticed, and a second connection waits in vain.
  await delay(4_000);
  app.proxy.thaw();
  expect(await useAgain(app, 'awake')).toBeLessThan(usableWithinMs);
  const context = { signal: new AbortController().signal };
  const timeline = await app.shell.core.handlers.hosts.timeline({ profile: 'sandbox' }, context);
  expect(timeline.ok && timeline.value.map(({ kind }) => kind)).toContain('woke');
});

test('what resumed can be stopped, and nothing is left', async ({ app }) => {
  await showTab('sandbox');
  for (const name of ['harbor-api', 'tide-charts']) {
    await chooseFor(page, name, 'Stop');
    await expect(page.getByRole('button', { name: `Start ${name}` })).toBeVisible({ timeout: 30_000 });
  }
  await expectNoLeftovers(app.host);
});
