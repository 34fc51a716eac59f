import { type Browser, type BrowserServer, chromium } from '@playwright/test';
import { chromiumOptions, chromiumWithWindows } from '../../support/chromium.ts';

/** Name of the variable that says where a Chromium runs that several processes share. */
export const CHROMIUM_VARIABLE = 'BERTH_SHARED_CHROMIUM';

const options = {
  ...chromiumOptions,
  // A page's zoom and its crash are a window's to tell, and the headless shell has none.
  ...(chromiumWithWindows === undefined ? { channel: 'chromium' } : { executablePath: chromiumWithWindows }),
  args: [
    // Electron has it, and a page may try it.
    ...chromiumOptions.args.filter((flag) => flag !== '--disable-quic'),
    // Frames of other sites stay in the page's process, so that one debugging session sees all of their requests.
    '--disable-site-isolation-trials',
    '--disable-features=IsolateOrigins,site-per-process',
  ],
};

let browser: Promise<Browser> | null = null;

/** The one Chromium of this process. */
export function launchChromium(): Promise<Browser> {
  const shared = process.env[CHROMIUM_VARIABLE];
  browser ??= shared === undefined ? chromium.launch(options) : chromium.connect(shared);
  return browser;
}

/** Ends it, or what this process has in a shared one; a test file calls this last. */
export async function closeChromium(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

/** One for several processes. */
export function launchSharedChromium(): Promise<BrowserServer> {
  return chromium.launchServer(options);
}
