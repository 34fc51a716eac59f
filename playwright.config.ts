import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** The distribution's Chromium where there is one; else the browser that Playwright installed. */
const systemChromium = '/usr/bin/chromium';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'out/e2e',
  // Real hosts and editors share the machine: one test at a time keeps their timing honest.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    launchOptions: {
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
    },
  },
  projects: [{ name: 'chromium', testMatch: '**/*.spec.ts' }],
});
