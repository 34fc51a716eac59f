import { type Counts, countPlaywright, countTap, countVitest } from './counts.ts';

/** One level of the tests: which runner, and how its report is read. */
export interface Level {
  readonly name: string;
  /** Arguments after the Node binary. */
  readonly args: readonly string[];
  /** Where the counts come from: a report file the runner writes, or what it prints. */
  readonly report: 'file' | 'output';
  readonly count: (report: string) => Counts;
}

const vitest = (project: string): Omit<Level, 'name'> => ({
  args: ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json'],
  report: 'file',
  count: countVitest,
});

/** The levels in the order of their cost. */
export const levels: readonly Level[] = [
  { name: 'unit', ...vitest('unit') },
  {
    name: 'remote',
    args: ['build/test/run-bats.ts'],
    report: 'output',
    count: countTap,
  },
  { name: 'integration', ...vitest('integration') },
  {
    name: 'e2e',
    args: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    report: 'file',
    count: countPlaywright,
  },
  { name: 'electron', ...vitest('electron') },
];
