import { chromium, type Page } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { manyProcesses } from '../support/fake-core/fake-processes.ts';
import { startFakeShell } from '../support/fake-core/fake-shell.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';

const rowCount = 1000;
const roundCount = 3;
/** Between two readings; in each of them every row changes. */
const readingMs = 1_000;
const scrollMs = 8_000;
const maxFrameMs = 32;

/** How smoothly a thousand processes scroll, all of which change with each reading, in every arrangement. */
export const processesPage: Benchmark = {
  name: 'processes-page',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const pageDirectory = await ensureRenderer(say);
    const shell = await startFakeShell(pageDirectory, { hosts: manyProcesses(rowCount, 1), statsTickMs: readingMs });
    stack.defer(() => shell.close());
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    await page.addInitScript(() => {
      const layout = { profileId: 'crowded', tabs: [], activeIndex: null, isSidebarHidden: false };
      localStorage.setItem('berth.layout', JSON.stringify(layout));
    });
    await page.goto(shell.url);
    await page.getByRole('tab', { name: 'Processes' }).click();
    await page.getByLabel('By repository').uncheck();
    await page.getByText(/ processes$/).waitFor();
    const longest: number[] = [];
    const late: number[] = [];
    for (let round = -1; round < roundCount; round += 1) {
      say(`scrolling, round ${Math.max(0, round)} …`);
      const frames = await scroll(page);
      if (round < 0) continue;
      longest.push(Math.max(...frames));
      late.push((100 * frames.filter((frameMs) => frameMs > 1.5 * (1000 / 60)).length) / frames.length);
    }
    if (shell.bugs.length > 0) throw new Error(`The fake broke the contract: ${String(shell.bugs[0])}`);
    return [
      alone(
        { what: `${rowCount} changing processes, longest frame while they scroll`, unit: 'ms' },
        longest,
        maxFrameMs,
      ),
      alone({ what: 'frames that came later than the next one was due', unit: '%' }, late),
    ];
  },
};

/** Scrolls a screen each half second, up and down, and tells how long each frame took, milliseconds. */
function scroll(page: Page): Promise<number[]> {
  return page.getByRole('treegrid').evaluate(
    (grid, lengthMs) =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        let beforeMs: number | null = null;
        let startedAtMs: number | null = null;
        let pixels = 22;
        const step = (nowMs: number) => {
          startedAtMs ??= nowMs;
          if (beforeMs !== null) frames.push(nowMs - beforeMs);
          beforeMs = nowMs;
          if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) pixels = -22;
          else if (grid.scrollTop === 0) pixels = 22;
          grid.scrollTop += pixels;
          if (nowMs - startedAtMs < lengthMs) requestAnimationFrame(step);
          else resolve(frames);
        };
        requestAnimationFrame(step);
      }),
    scrollMs,
  );
}
