import { describe, expect, it } from 'vitest';
import { countPlaywright, countTap, formatCounts, sumCounts } from '../../../build/test/counts.ts';

describe('the counts of the runners', () => {
  it('reads TAP, skips and all', () => {
    const output = '1..4\nok 1 one\nnot ok 2 two\n# why\nok 3 three # skip no bash\nok 4 four\n';
    expect(countTap(output)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a Playwright test that passed the second time, and an error outside of tests as a failure', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: ['port taken'] };
    expect(countPlaywright(JSON.stringify(report))).toEqual({ passed: 6, failed: 2, skipped: 2 });
  });

  it('sums up in the form that others read', () => {
    const sum = sumCounts([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 2, failed: 1, skipped: 3 },
    ]);
    expect(formatCounts(sum)).toBe('3 passed, 1 failed, 3 skipped');
    expect(formatCounts({ passed: 2, failed: 0, skipped: 0 })).toBe('2 passed, 0 failed');
  });
});
