import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/build-page.ts',
  // Real hosts and editors share the machine: one test at a time keeps their timing honest.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  // Told apart at the end of a run: build/test/main.ts.
  retries: 1,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    launchOptions: chromiumOptions,
  },
  projects: [{ name: 'chromium', testMatch: '**/*.spec.ts' }],
});
