import { describe, expect, it } from 'vitest';
import { countTap, tapAgain } from '../../../build/test/counts.ts';
import {
  brokenRunner,
  formatFailure,
  playwrightFailures,
  playwrightUnsteady,
  tapFailures,
  tapUnsteady,
  tellOnce,
} from '../../../build/test/failures.ts';

describe('what is told once more at the end', () => {
  it('says the last words of a runner that names nothing', () => {
    const words = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
    expect(brokenRunner(null, `${words}\n\n`)).toMatchObject({ name: 'its runner ended with a signal' });
    expect(brokenRunner(1, words).reason).toMatch(/^line 28\n[\s\S]*line 39$/);
  });

  it('names what passed the second time only', () => {
    const results = [{ error: { message: 'late' } }, {}];
    const specs = [
      { title: 'opens', file: 'tabs.spec.ts', ok: true, tests: [{ status: 'flaky', results }] },
      { title: 'closes', file: 'tabs.spec.ts', ok: true, tests: [{ status: 'expected', results: [{}] }] },
    ];
    expect(playwrightUnsteady(JSON.stringify({ suites: [{ specs }] }))).toEqual([
      { name: 'tabs.spec.ts › opens', reason: 'late' },
    ]);
  });

  it('names failed Playwright tests of nested suites, and errors outside of tests', () => {
    const spec = {
      title: 'opens',
      file: 'tabs.spec.ts',
      ok: false,
      tests: [{ results: [{ error: { message: 'no' } }] }],
    };
    const report = { suites: [{ suites: [{ specs: [spec, { ...spec, ok: true }] }] }], errors: [{ message: 'port' }] };
    expect(playwrightFailures(JSON.stringify(report))).toEqual([
      { name: 'tabs.spec.ts › opens', reason: 'no' },
      { name: 'outside of any test', reason: 'port' },
    ]);
  });

  it('names failed bats tests with their comments', () => {
    expect(tapFailures('ok 1 one\nnot ok 2 two\n# line 3\n# why\nok 3 three\n')).toEqual([
      { name: 'two', reason: '# line 3\n# why' },
    ]);
  });

  it('tells bats tests that failed twice from those that passed the second time', () => {
    const output = `not ok 1 one\n# late\nnot ok 2 two\n# first\n${tapAgain}\n1..2\nok 1 one\nnot ok 2 two\n# second\n`;
    expect(tapFailures(output)).toEqual([{ name: 'two', reason: '# second' }]);
    expect(tapUnsteady(output)).toEqual([{ name: 'one', reason: '# late' }]);
    expect(countTap(output)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    const twins = `ok 1 one\nnot ok 1 one\n${tapAgain}\nok 1 one\nok 1 one\n`;
    expect(countTap(twins)).toEqual({ passed: 2, failed: 0, skipped: 0 });
  });

  it('prints level, name and reason', () => {
    expect(formatFailure('failed', 'unit', { name: 'adds', reason: 'one\ntwo' })).toBe(
      'failed: unit: adds\n    one\n    two',
    );
  });

  it('tells one cause of many failures once', () => {
    const once = tellOnce();
    const failures = ['a', 'b', 'c'].map((name) => once({ name, reason: name === 'c' ? '' : 'no host' }));
    expect(failures.map(({ reason }) => reason)).toEqual(['no host', 'for the same reason as one above', '']);
  });
});
