import { type Browser, chromium } from '@playwright/test';
import { chromiumOptions } from '../../support/chromium.ts';

const flags = [
  ...chromiumOptions.args,
  // Frames of other sites stay in the page's process, so that one debugging session sees all of their requests.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process',
];

let browser: Promise<Browser> | null = null;

/** The one Chromium of this process. */
export function launchChromium(): Promise<Browser> {
  browser ??= chromium.launch({ ...chromiumOptions, args: flags });
  return browser;
}

/** Ends it; a test file calls this last. */
export async function closeChromium(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}
