import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './tests/support/chromium.ts';

/** The page over a stand-in for the core: no host is used. */
const onStandIn =
  /\/(agents|agents-board|agents-start|alerts|app-settings|instances|keys|login|logs|look|ports|processes|repositories|resources|setup|tab-order|tabs|terminal|terminal-input|updates)\.spec\.ts$/;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/build-page.ts',
  // Each file has a page and, where it needs one, a server of its own.
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  // Told apart at the end of a run: build/test/main.ts.
  retries: 1,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    // Recording costs a third of the time of a short test, so only the second try is recorded.
    trace: 'on-first-retry',
    launchOptions: chromiumOptions,
  },
  projects: [
    { name: 'hosts', testMatch: '**/*.spec.ts', testIgnore: onStandIn },
    { name: 'page', testMatch: onStandIn },
  ],
});
