import { describe, expect, it } from 'vitest';
import {
  countVitest,
  failedFiles,
  mendVitest,
  vitestFailures,
  vitestUnsteady,
} from '../../../build/test/vitest-results.ts';

describe('what vitest tells', () => {
  it('counts a vitest file that does not load, or whose hooks fail, as one failure', () => {
    const file = (status: string, ...tests: string[]) => ({
      status,
      assertionResults: tests.map((state) => ({ status: state })),
    });
    const report = {
      testResults: [
        file('passed', 'passed', 'skipped'),
        file('failed', 'failed', 'failed', 'passed'),
        file('failed'),
        file('failed', 'passed'),
      ],
    };
    expect(countVitest(JSON.stringify(report))).toEqual({ passed: 3, failed: 4, skipped: 1 });
  });

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

  it('names errors that nobody waited for', () => {
    const leaked = [
      { file: 'a.test.ts', message: 'Error: too late\n at a' },
      { file: '', message: 'Error: no worker' },
    ];
    const report = JSON.stringify({ testResults: [], leaked });
    expect(vitestFailures(report)).toEqual([
      { name: 'a.test.ts › outside of its tests', reason: 'Error: too late\n at a' },
      { name: 'no file › outside of its tests', reason: 'Error: no worker' },
    ]);
    expect(countVitest(report)).toEqual({ passed: 0, failed: 2, skipped: 0 });
  });

  it('names what passed the second time only', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'adds', failureMessages: ['too late'] },
      { status: 'failed', fullName: 'subtracts', failureMessages: ['no', 'no'] },
    ];
    expect(vitestUnsteady(JSON.stringify({ testResults: [{ name: 'a.test.ts', assertionResults }] }))).toEqual([
      { name: 'a.test.ts › adds', reason: 'too late' },
    ]);
  });
});

describe('files that failed and ran once more', () => {
  const test = (fullName: string, status: string, ...failureMessages: string[]) => ({
    fullName,
    status,
    failureMessages,
  });
  const first = JSON.stringify({
    testResults: [
      { name: 'well', status: 'passed', assertionResults: [test('a', 'passed')] },
      { name: 'late', status: 'failed', assertionResults: [test('b', 'failed', 'too late'), test('c', 'passed')] },
      { name: 'bad', status: 'failed', assertionResults: [test('d', 'failed', 'no')] },
      { name: 'no host', status: 'failed', message: 'no host', assertionResults: [test('e', 'skipped')] },
    ],
    leaked: [
      { file: 'well', message: 'leaked' },
      { file: '', message: 'no worker' },
    ],
  });
  const again = JSON.stringify({
    testResults: [
      { name: 'well', status: 'passed', assertionResults: [test('a', 'passed')] },
      { name: 'late', status: 'passed', assertionResults: [test('b', 'passed'), test('c', 'passed')] },
      { name: 'bad', status: 'failed', assertionResults: [test('d', 'failed', 'still no')] },
      { name: 'no host', status: 'passed', assertionResults: [test('e', 'passed')] },
    ],
    leaked: [],
  });

  it('are those with a failed test, a broken hook or a leaked error', () => {
    expect(failedFiles(first)).toEqual(['late', 'bad', 'no host', 'well']);
  });

  it('count as they went then, and what failed before is told with its reason', () => {
    const mended = mendVitest(first, again);
    expect(countVitest(mended)).toEqual({ passed: 4, failed: 2, skipped: 0 });
    expect(vitestFailures(mended)).toEqual([
      { name: 'bad › d', reason: 'no\nstill no' },
      { name: 'no file › outside of its tests', reason: 'no worker' },
    ]);
    expect(vitestUnsteady(mended)).toEqual([
      { name: 'late › b', reason: 'too late' },
      { name: 'no host', reason: 'no host' },
      { name: 'well', reason: 'leaked' },
    ]);
  });

  it('that leak each time have failed', () => {
    const testResults = [{ name: 'well', status: 'passed', assertionResults: [test('a', 'passed')] }];
    const leaks = JSON.stringify({ testResults, leaked: [{ file: 'well', message: 'leaked again' }] });
    const mended = mendVitest(first, leaks);
    expect(vitestFailures(mended).map(({ reason }) => reason)).toContain('leaked again');
    expect(vitestUnsteady(mended).map(({ name }) => name)).not.toContain('well');
  });
});
