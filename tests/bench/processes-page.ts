import { type Browser, chromium, type Page } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { startFakeShell } from '../support/fake-core/fake-shell.ts';
import { manyProcesses } from '../support/fake-core/seeing/fake-processes.ts';
import type { Benchmark } from './figure.ts';
import { smoothness } from './support/scroll.ts';

const rowCount = 1000;
/** Between two readings, half of what the page asks for; in each of them every row changes. */
const readingMs = 1_000;

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
    const scrolled = { browser, area: page.getByRole('treegrid'), pixelsPerFrame: 22 };
    const figures = await smoothness(`${rowCount} changing processes scroll`, scrolled, say);
    if (shell.bugs.length > 0) throw new Error(`The fake broke the contract: ${String(shell.bugs[0])}`);
    return figures;
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
