import { type Browser, chromium, type Page } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { manyProcesses } from '../support/fake-core/fake-processes.ts';
import { startFakeShell } from '../support/fake-core/fake-shell.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { frameCategories, frameWorkMs } from './support/frame-work.ts';

const rowCount = 1000;
const roundCount = 3;
/** Between two readings, half of what the page asks for; in each of them every row changes. */
const readingMs = 1_000;
const scrollMs = 6_000;
const maxFrameMs = 32;

/** How smoothly a thousand processes scroll below the pointer, all of which change with each reading. */
export const processesPage: Benchmark = {
  name: 'processes-page',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const pageDirectory = await ensureRenderer(say);
    const shell = await startFakeShell(pageDirectory, { hosts: manyProcesses(rowCount, 1), statsTickMs: readingMs });
    stack.defer(() => shell.close());
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const page = await openProcesses(browser, shell.url);
    const longest: number[] = [];
    const work: number[] = [];
    const late: number[] = [];
    for (let round = -1; round < roundCount; round += 1) {
      say(round < 0 ? 'scrolling once to warm up …' : `scrolling, round ${round + 1} …`);
      const { frames, works } = await scroll(browser, page);
      if (round < 0) continue;
      longest.push(Math.max(...frames));
      work.push(Math.max(...works));
      late.push((100 * frames.filter((frameMs) => frameMs > 1.5 * (1000 / 60)).length) / frames.length);
    }
    if (shell.bugs.length > 0) throw new Error(`The fake broke the contract: ${String(shell.bugs[0])}`);
    const what = `${rowCount} changing processes scroll`;
    return [
      alone({ what: `${what}: the page’s work for the longest frame`, unit: 'ms' }, work, maxFrameMs),
      alone({ what: `${what}: longest time from frame to frame`, unit: 'ms' }, longest, maxFrameMs),
      alone({ what: `${what}: frames that were late`, unit: '%' }, late),
    ];
  },
};

async function openProcesses(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  await page.addInitScript(() => {
    const layout = { profileId: 'crowded', tabs: [], activeIndex: null, isSidebarHidden: false };
    localStorage.setItem('berth.layout', JSON.stringify(layout));
  });
  await page.goto(url);
  await page.getByRole('tab', { name: 'Processes' }).click();
  await page.getByLabel('By repository').uncheck();
  await page.getByText(/ processes$/).waitFor();
  // Whoever scrolls points at the table or has the focus in it.
  await page.locator('[data-line]').nth(3).hover();
  return page;
}

/** Scrolls up and down while the page is traced; tells how long each frame took, and the page's own work for it, milliseconds. */
async function scroll(browser: Browser, page: Page): Promise<{ frames: number[]; works: number[] }> {
  await browser.startTracing(page, { categories: frameCategories });
  const frames = await page.getByRole('treegrid').evaluate(
    (grid, lengthMs) =>
      new Promise<number[]>((resolve) => {
        const intervals: number[] = [];
        // Read once: to ask in each frame would lay the page out once more.
        const end = grid.scrollHeight - grid.clientHeight;
        const begin = performance.now();
        let before: number | null = null;
        let top = 0;
        let pixels = 22;
        const step = (now: number) => {
          if (before !== null) intervals.push(now - before);
          before = now;
          top = Math.min(end, Math.max(0, top + pixels));
          if (top === 0 || top === end) pixels = -pixels;
          grid.scrollTop = top;
          if (now - begin < lengthMs) requestAnimationFrame(step);
          else resolve(intervals);
        };
        requestAnimationFrame(step);
      }),
    scrollMs,
  );
  const trace = await browser.stopTracing();
  return { frames, works: frameWorkMs(trace.toString('utf8')) };
}
