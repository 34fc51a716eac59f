/** How the tests of one runner ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The sum over several runners. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of all) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** `N passed, N failed` with `, N skipped` when some were. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Reads the report that `playwright --reporter=json` wrote. */
export function countPlaywright(report: string): Counts {
  const { stats, errors } = JSON.parse(report) as {
    readonly stats: {
      readonly expected: number;
      readonly unexpected: number;
      readonly flaky: number;
      readonly skipped: number;
    };
    readonly errors: readonly unknown[];
  };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped };
}

/** The line between what bats printed first and what it printed when it tried the failed tests again. */
export const tapAgain = '# The failed tests once more:';

/** Reads what `bats --formatter tap` printed; what failed counts as it went the second time. */
export function countTap(output: string): Counts {
  const [first = '', again] = output.split(tapAgain);
  const lines = first.split('\n');
  const skipped = lines.filter((line) => /^ok .* # skip/i.test(line)).length;
  const passed = lines.filter((line) => line.startsWith('ok ')).length - skipped;
  const failed = lines.filter((line) => line.startsWith('not ok ')).length;
  if (again === undefined) return { passed, failed, skipped };
  // Tests of one name in several files are all tried again, also those that had passed.
  const mended = Math.min(countTap(again).passed, failed - countTap(again).failed);
  return { passed: passed + mended, failed: failed - mended, skipped };
}
