import { type Counts, countPlaywright, countTap, countVitest } from './counts.ts';
import {
  playwrightFailures,
  playwrightUnsteady,
  type TestFailure,
  tapFailures,
  tapUnsteady,
  vitestFailures,
  vitestUnsteady,
} from './failures.ts';

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
  { name: 'integration', ...vitest('integration', 'hosts') },
  { name: 'e2e', ...playwright('--project', 'hosts') },
  { name: 'electron', ...vitest('electron') },
  // The same desktop with Electron's own binary, where there is one.
  { name: 'electron-app', ...playwright('--config', 'tests/electron/real/playwright.config.ts') },
];
