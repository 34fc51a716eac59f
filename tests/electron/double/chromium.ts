import { type Browser, chromium } from '@playwright/test';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Frames of other sites stay in the page's process, so that one debugging session sees all of their requests.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process',
];

let browser: Promise<Browser> | null = null;

/** The one Chromium of this process, from `BERTH_CHROMIUM` or /usr/bin/chromium. */
export function launchChromium(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: process.env.BERTH_CHROMIUM ?? '/usr/bin/chromium', args: flags });
  return browser;
}

/** Ends it; a test file calls this last. */
export async function closeChromium(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}
