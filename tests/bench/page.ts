import { rm } from 'node:fs/promises';
import { type Browser, chromium } from '@playwright/test';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { createCore } from '../../main/core/create-core.ts';
import { startWebShell } from '../../main/web/start-web-shell.ts';
import { makeTestPorts } from '../support/app/test-core.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';

const roundCount = 5;

/** How soon a new user can press the page's button in a browser. */
export const page: Benchmark = {
  name: 'page',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const rendererDirectory = await ensureRenderer(say);
    const ports = await makeTestPorts();
    stack.defer(() => rm(ports.root, { recursive: true, force: true }));
    const shell = await startWebShell({ ports, rendererDirectory, createCore });
    stack.defer(() => shell.close());
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    say('opening the page …');
    await interactiveMs(browser, shell.issueUrl());
    const rounds: number[] = [];
    for (let round = 0; round < roundCount; round += 1) rounds.push(await interactiveMs(browser, shell.issueUrl()));
    return [alone({ what: 'first visit → a button that answers', unit: 'ms' }, rounds)];
  },
};

/**
 * Opens the page with an empty cache. The time from the beginning of the navigation to the first frame that finds the
 * button laid out; a frame comes only when the page's thread is free, and then it hears a click too.
 */
async function interactiveMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    await tab.goto(url, { waitUntil: 'commit' });
    const elapsedMs = await tab.waitForFunction(() => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Add a server');
      return button !== undefined && button.getClientRects().length > 0 && performance.now();
    });
    return Number(await elapsedMs.jsonValue());
  } finally {
    await context.close();
  }
}
