import { type CDPSession, chromium, type Page } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { rememberServer } from '../e2e/support/screen.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { manyProcesses } from '../support/fake-core/seeing/fake-processes.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';

/** A reading every five seconds for two hours. */
const readingCount = 1440;
/** By then everything that is made once is there. */
const settledAfter = 120;
const processCount = 500;
const readingMs = 40;
const maxMegabytes = 10;

/** How much memory the page takes more after two hours of readings. */
export const twoHours: Benchmark = {
  name: 'two-hours',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const pageDirectory = await ensureRenderer(say);
    const options = { hosts: manyProcesses(processCount, 1), statsTickMs: readingMs };
    const shell = await startFakeShell(pageDirectory, options);
    stack.defer(() => shell.close());
    const toldCount = countReadings(shell);
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    await rememberServer(page, 'crowded');
    await page.goto(shell.url);
    const session = await page.context().newCDPSession(page);
    const grown: number[] = [];
    for (const part of ['Processes', 'Resources']) {
      await page.getByRole('tab', { name: part }).click();
      await wait(page, toldCount, settledAfter);
      const before = await heapBytes(session);
      say(`${readingCount} readings with ${part} open …`);
      await wait(page, toldCount, readingCount - settledAfter);
      grown.push(((await heapBytes(session)) - before) / 1e6);
    }
    if (shell.bugs.length > 0) throw new Error(`The fake broke the contract: ${String(shell.bugs[0])}`);
    const what = `page’s heap after ${readingCount} readings of ${processCount} processes, more than after ${settledAfter}`;
    return ['Processes', 'Resources'].map((part, index) =>
      alone({ what: `${what}, ${part} open`, unit: 'MB' }, [grown[index] ?? Number.NaN], maxMegabytes),
    );
  },
};

/** Counts the readings that any page was told from now on. */
function countReadings(shell: FakeShell): () => number {
  let count = 0;
  const { stats } = shell.core.handlers;
  const { watch } = stats;
  Object.assign(stats, {
    async *watch(...[input, context]: Parameters<typeof watch>) {
      for await (const item of watch(input, context)) {
        if (item.type === 'reading') count += 1;
        yield item;
      }
    },
  });
  return () => count;
}

/** Waits until the page was told so many more. */
async function wait(page: Page, toldCount: () => number, more: number): Promise<void> {
  const wanted = toldCount() + more;
  while (toldCount() < wanted) await page.waitForTimeout(readingMs);
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
