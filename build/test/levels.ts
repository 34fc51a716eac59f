import { type Counts, countPlaywright, countTap } from './counts.ts';
import { playwrightFailures, playwrightUnsteady, type TestFailure, tapFailures, tapUnsteady } from './failures.ts';
import { countVitest, failedFiles, mendVitest, vitestFailures, vitestUnsteady } from './vitest-results.ts';

/** One level of the tests: which runner, and how its report is read. */
export interface Level {
  readonly name: string;
  /** Arguments after the Node binary. */
  readonly args: readonly string[];
  /** Where the counts come from: a file named by a flag or by the environment, or what the runner prints. */
  readonly report: 'flag' | 'environment' | 'output';
  readonly count: (report: string) => Counts;
  readonly failures: (report: string) => TestFailure[];
  /** The tests that passed the second time only. */
  readonly unsteady: (report: string) => TestFailure[];
  /** Where the runner does not try again itself: what is to run once more, and the report with how that went. */
  readonly again?: {
    readonly files: (report: string) => readonly string[];
    readonly mend: (report: string, again: string) => string;
  };
}

const vitest = (...projects: string[]): Omit<Level, 'name'> => ({
  args: [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=./build/test/vitest-report.ts',
  ],
  report: 'flag',
  count: countVitest,
  failures: vitestFailures,
  unsteady: vitestUnsteady,
});

/** Tests with real hosts. A test that fails leaves its host as it is, so its whole file runs again, on a host of its own. */
const vitestOnHosts = (...projects: string[]): Omit<Level, 'name'> => ({
  ...vitest(...projects),
  again: { files: failedFiles, mend: mendVitest },
});

const playwright = (...flags: string[]): Omit<Level, 'name'> => ({
  args: ['node_modules/@playwright/test/cli.js', 'test', ...flags, '--reporter=list,json'],
  report: 'environment',
  count: countPlaywright,
  failures: playwrightFailures,
  unsteady: playwrightUnsteady,
});

/**
 * The levels, one after the other: each fills two processors by itself, and beside another one both would only take longer and
 * fail by chance.
 */
export const levels: readonly Level[] = [
  { name: 'unit', ...vitest('unit') },
  {
    name: 'remote',
    args: ['build/test/run-bats.ts'],
    report: 'output',
    count: countTap,
    failures: tapFailures,
    unsteady: tapUnsteady,
  },
  { name: 'page', ...playwright('--project', 'page') },
  { name: 'integration', ...vitestOnHosts('integration', 'hosts') },
  { name: 'e2e', ...playwright('--project', 'hosts') },
  { name: 'electron', ...vitestOnHosts('electron') },
  // The same desktop with Electron's own binary, where there is one.
  { name: 'electron-app', ...playwright('--config', 'tests/electron/real/playwright.config.ts') },
];
