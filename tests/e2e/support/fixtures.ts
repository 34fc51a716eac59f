import { test as base, expect } from '@playwright/test';
import { startTestApp, type TestApp } from '../../support/app/test-app.ts';

interface WorkerFixtures {
  /** The app on a host of its own, shared by the tests of one file. */
  readonly app: TestApp;
}

/** Playwright's test with the whole app behind it. */
export const test = base.extend<object, WorkerFixtures>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's shape
    async ({}, use) => {
      const app = await startTestApp();
      await use(app);
      await app.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export { expect };
