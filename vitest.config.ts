import react from '@vitejs/plugin-react';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Importing `#electron` in a test gives the typed double: the real module needs Electron's own binary. */
const conditions = ['electron-double', ...defaultServerConditions];

/** Real servers and real browsers: one file at a time, so that they do not starve each other. */
const oneByOne = {
  environment: 'node',
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // A second, which is the default, is short on a machine that starts twelve editors.
  expect: { poll: { timeout: 20_000 } },
} as const;

/** Each of these files has a host of its own, and waits for it most of the time. */
const onHostsOfTheirOwn = 'tests/integration/{core,scenarios,sessions}/*.test.ts';
const threeAtOnce = { ...oneByOne, fileParallelism: true, maxWorkers: 3, sequence: { groupOrder: 1 } } as const;

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        plugins: [react()],
        // Files that need a page say so in their first line: `// @vitest-environment jsdom`.
        // Nothing here leaves anything behind in its process, so one serves many files: that is twice as fast.
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: [onHostsOfTheirOwn],
          ...oneByOne,
        },
      },
      { extends: true, test: { name: 'hosts', include: [onHostsOfTheirOwn], ...threeAtOnce } },
      { extends: true, test: { name: 'electron', include: ['tests/electron/**/*.test.ts'], ...oneByOne } },
    ],
  },
});
