import type { Browser, Locator } from '@playwright/test';
import { alone } from '../compare.ts';
import type { Figure } from '../figure.ts';
import { frameCategories, frameWorkMs } from './frame-work.ts';

const roundCount = 3;
const scrollMs = 6_000;
const maxFrameMs = 32;

/** What is scrolled, and how far in each frame. */
export interface Scrolled {
  readonly browser: Browser;
  readonly area: Locator;
  readonly pixelsPerFrame: number;
}

/** How smoothly something scrolls: the page's own work, the time from frame to frame, and how many frames were late. */
export async function smoothness(
  what: string,
  scrolled: Scrolled,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const longest: number[] = [];
  const work: number[] = [];
  const late: number[] = [];
  for (let round = -1; round < roundCount; round += 1) {
    say(round < 0 ? 'scrolling once to warm up …' : `scrolling, round ${round + 1} …`);
    const { frames, works } = await scroll(scrolled);
    if (round < 0) continue;
    longest.push(Math.max(...frames));
    work.push(Math.max(...works));
    late.push((100 * frames.filter((frameMs) => frameMs > 1.5 * (1000 / 60)).length) / frames.length);
  }
  return [
    alone({ what: `${what}: the page’s work for the longest frame`, unit: 'ms' }, work, maxFrameMs),
    alone({ what: `${what}: longest time from frame to frame`, unit: 'ms' }, longest, maxFrameMs),
    alone({ what: `${what}: frames that were late`, unit: '%' }, late),
  ];
}

/** Scrolls up and down while the page is traced; tells how long each frame took, and the page's own work for it, milliseconds. */
async function scroll({ browser, area, pixelsPerFrame }: Scrolled): Promise<{ frames: number[]; works: number[] }> {
  await browser.startTracing(area.page(), { categories: frameCategories });
  const frames = await area.evaluate(
    (element, { lengthMs, step }) =>
      new Promise<number[]>((resolve) => {
        const intervals: number[] = [];
        // Read once: to ask in each frame would lay the page out once more.
        const end = element.scrollHeight - element.clientHeight;
        const begin = performance.now();
        let before: number | null = null;
        let top = element.scrollTop;
        let pixels = step;
        const draw = (now: number) => {
          if (before !== null) intervals.push(now - before);
          before = now;
          top = Math.min(end, Math.max(0, top + pixels));
          if (top === 0 || top === end) pixels = -pixels;
          element.scrollTop = top;
          if (now - begin < lengthMs) requestAnimationFrame(draw);
          else resolve(intervals);
        };
        requestAnimationFrame(draw);
      }),
    { lengthMs: scrollMs, step: pixelsPerFrame },
  );
  const trace = await browser.stopTracing();
  return { frames, works: frameWorkMs(trace.toString('utf8')) };
}
