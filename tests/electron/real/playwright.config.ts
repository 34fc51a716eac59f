import { defineConfig } from '@playwright/test';

/** The same shell in the real Electron; run it where the binary is installed (under xvfb-run without a screen). */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/electron-real',
  workers: 1,
  reporter: 'list',
});
