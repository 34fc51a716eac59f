import { describe, expect, it } from 'vitest';
import { countTap, countVitest, tapAgain } from '../../../build/test/counts.ts';
import {
  brokenRunner,
  formatFailure,
  playwrightFailures,
  playwrightUnsteady,
  tapFailures,
  tapUnsteady,
  tellOnce,
  vitestFailures,
  vitestUnsteady,
} from '../../../build/test/failures.ts';

describe('what is told once more at the end', () => {
  it('names failed vitest tests with the first lines of why', () => {
    const reason = ['\u001b[31mexpected 1 to be 2\u001b[39m', ...Array.from({ length: 40 }, (_, line) => `at ${line}`)];
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'adds', failureMessages: [reason.join('\n')] },
            { status: 'passed', fullName: 'subtracts', failureMessages: [] },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
      ],
    };
    const failures = vitestFailures(JSON.stringify(report));
    expect(failures.map((failure) => failure.name)).toEqual(['a.test.ts › adds', 'b.test.ts']);
    expect(failures[0]?.reason.startsWith('expected 1 to be 2\nat 0')).toBe(true);
    expect(failures[0]?.reason.split('\n')).toHaveLength(12);
    expect(failures[1]?.reason).toBe('does not load');
    expect(vitestUnsteady(JSON.stringify(report))).toEqual([]);
  });

  it('names errors that nobody waited for, and says the last words of a runner that names nothing', () => {
    const leaked = [
      { file: 'a.test.ts', message: 'Error: too late\n at a' },
      { file: '', message: 'Error: no worker' },
    ];
    const report = JSON.stringify({
      numPassedTests: 1,
      numFailedTests: 0,
      numPendingTests: 0,
      testResults: [],
      leaked,
    });
    expect(vitestFailures(report)).toEqual([
      { name: 'a.test.ts › outside of its tests', reason: 'Error: too late\n at a' },
      { name: 'no file › outside of its tests', reason: 'Error: no worker' },
    ]);
    expect(countVitest(report)).toEqual({ passed: 1, failed: 2, skipped: 0 });
    const words = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
    expect(brokenRunner(null, `${words}\n\n`)).toMatchObject({ name: 'its runner ended with a signal' });
    expect(brokenRunner(1, words).reason).toMatch(/^line 28\n[\s\S]*line 39$/);
  });

  it('names what passed the second time only', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'adds', failureMessages: ['too late'] },
      { status: 'failed', fullName: 'subtracts', failureMessages: ['no', 'no'] },
    ];
    expect(vitestUnsteady(JSON.stringify({ testResults: [{ name: 'a.test.ts', assertionResults }] }))).toEqual([
      { name: 'a.test.ts › adds', reason: 'too late' },
    ]);
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
