import { existsSync } from 'node:fs';

/** The distribution's Chromium, or the one that `BERTH_CHROMIUM` names. */
const systemChromium = process.env.BERTH_CHROMIUM ?? '/usr/bin/chromium';

/** How every test starts Chromium: the system's where there is one, else the browser that Playwright installed. */
export const chromiumOptions = {
  ...(existsSync(systemChromium) ? { executablePath: systemChromium } : {}),
  args: [
    // Chromium has no sandbox for root, which CI containers often are.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
