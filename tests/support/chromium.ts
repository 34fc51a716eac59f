import { existsSync } from 'node:fs';

const found = (...files: (string | undefined)[]) => files.find((file) => file !== undefined && existsSync(file));
const headlessShell = '/usr/bin/chromium-headless-shell';
const withWindows = '/usr/bin/chromium';

/** The distribution's Chromium with its windows, or the one that `BERTH_CHROMIUM` names; the one of Playwright without. */
export const chromiumWithWindows = found(process.env.BERTH_CHROMIUM, withWindows, headlessShell);

/** The same engine without the toolbars of a window, which take a third of the processors' time though nobody sees them. */
const lightChromium = found(process.env.BERTH_CHROMIUM, headlessShell, withWindows);

/** How a test starts Chromium: the system's where there is one, else the browser that Playwright installed. */
export const chromiumOptions = {
  ...(lightChromium === undefined ? {} : { executablePath: lightChromium }),
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
