import { existsSync } from 'node:fs';

/**
 * The distribution's Chromium, or the one that `BERTH_CHROMIUM` names. The headless shell is the same engine without
 * the toolbars of a window, which take a third of the processors' time though nobody sees them.
 */
const systemChromium = [process.env.BERTH_CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  (file) => file !== undefined && existsSync(file),
);

/** How every test starts Chromium: the system's where there is one, else the browser that Playwright installed. */
export const chromiumOptions = {
  ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
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
