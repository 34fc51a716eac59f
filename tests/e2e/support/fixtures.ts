import { test as base, expect } from '@playwright/test';
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/app/test-app.ts';

interface WorkerFixtures {
  /** How the app of this file begins. */
  readonly appOptions: TestAppOptions;
  /** The app on a host of its own, shared by the tests of one file. */
  readonly app: TestApp;
}

/** Playwright's test with the whole app behind it. */
export const test = base.extend<object, WorkerFixtures>({
  appOptions: [{}, { scope: 'worker', option: true }],
  app: [
    async ({ appOptions }, use) => {
      const app = await startTestApp(appOptions);
      await use(app);
      await app.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export { expect };
