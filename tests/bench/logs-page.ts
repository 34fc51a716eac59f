import { chromium } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { hostPage, rememberServer } from '../e2e/support/screen.ts';
import { chooseLog, showLogs } from '../e2e/support/screens/log-screens.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { startFakeShell } from '../support/fake-core/fake-shell.ts';
import type { Benchmark } from './figure.ts';
import { smoothness } from './support/scroll.ts';

const lineCount = 50_000;

/** How smoothly a long log scrolls. */
export const logsPage: Benchmark = {
  name: 'logs-page',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const shell = await startFakeShell(await ensureRenderer(say), {});
    stack.defer(() => shell.close());
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const lines = Array.from({ length: lineCount }, (_, number) => `line ${number} of a long log\n`);
    shell.core.setLog('frankfurt-1', 'actmcp', lines.join(''));
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await rememberServer(page);
    await page.goto(shell.url);
    await hostPage(page);
    await showLogs(page);
    await chooseLog(page, 'actmcp');
    const area = page.getByRole('log');
    await area.getByText(`line ${lineCount - 1} of`).waitFor();
    const figures = await smoothness(
      `${lineCount} lines of a log scroll`,
      { browser, area, pixelsPerFrame: -4_000 },
      say,
    );
    if (shell.bugs.length > 0) throw new Error(`The fake broke the contract: ${String(shell.bugs[0])}`);
    return figures;
  },
};
