import type { Counts } from './counts.ts';
import { shorten, type TestFailure } from './failures.ts';

interface TestResult {
  readonly status: string;
  readonly fullName: string;
  /** Why it failed; of a test that passed: why it did not the first time. */
  readonly failureMessages?: readonly string[] | null;
}

interface FileResult {
  readonly name: string;
  readonly status?: string;
  readonly message?: string;
  readonly assertionResults: readonly TestResult[];
}

interface Told {
  readonly file: string;
  readonly message: string;
}

/** What vitest-report.ts writes, and `mendVitest` adds to. */
interface VitestReport {
  readonly testResults?: readonly FileResult[];
  /** Errors that nobody waited for; one that came of no file has none. */
  readonly leaked?: readonly Told[];
  /** Files that were well the second time only, but for failed tests. */
  readonly mended?: readonly Told[];
}

const read = (report: string) => JSON.parse(report) as VitestReport;
const hasFailed = ({ status }: { readonly status?: string }) => status === 'failed';
/** A file that does not load, or whose hooks fail, has no test that failed. */
const isBroken = (file: FileResult) => hasFailed(file) && !file.assertionResults.some(hasFailed);
const reasonOf = (test: TestResult) => shorten((test.failureMessages ?? []).join('\n'));

/** Counts tests; a broken file and a leaked error count as one failure each. */
export function countVitest(report: string): Counts {
  const { testResults = [], leaked = [] } = read(report);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(hasFailed).length;
  const broken = testResults.filter(isBroken).length + leaked.length;
  return { passed, failed: failed + broken, skipped: tests.length - passed - failed };
}

/** What passed, and had failed before. */
export function vitestUnsteady(report: string): TestFailure[] {
  const { testResults = [], mended = [] } = read(report);
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed')
      .map((test) => ({ name: `${name} › ${test.fullName}`, reason: reasonOf(test) }))
      .filter(({ reason }) => reason !== ''),
  );
  return [...tests, ...mended.map(({ file, message }) => ({ name: file, reason: shorten(message) }))];
}

/** What failed: tests, files that did not load, leaked errors. */
export function vitestFailures(report: string): TestFailure[] {
  const { testResults = [], leaked = [] } = read(report);
  const inFiles = testResults.flatMap((file) =>
    isBroken(file)
      ? [{ name: file.name, reason: shorten(file.message ?? '') }]
      : file.assertionResults
          .filter(hasFailed)
          .map((test) => ({ name: `${file.name} › ${test.fullName}`, reason: reasonOf(test) })),
  );
  const outside = leaked.map(({ file, message }) => ({
    name: `${file === '' ? 'no file' : file} › outside of its tests`,
    reason: shorten(message),
  }));
  return [...inFiles, ...outside];
}

/** The files in which anything failed. */
export function failedFiles(report: string): string[] {
  const { testResults = [], leaked = [] } = read(report);
  const failed = testResults.filter((file) => hasFailed(file) || file.assertionResults.some(hasFailed));
  return [...new Set([...failed.map(({ name }) => name), ...leaked.map(({ file }) => file)])].filter(
    (name) => name !== '',
  );
}

/** A report whose failed files ran once more: what counts is how they went then, and why they failed before stays with it. */
export function mendVitest(report: string, again: string): string {
  const [first, second] = [read(report), read(again)];
  const tried = new Map((second.testResults ?? []).map((file) => [file.name, file]));
  const isTried = ({ file }: Told) => tried.has(file);
  const stillFailed = new Set(failedFiles(again));
  const testResults = (first.testResults ?? []).map((file) => {
    const now = tried.get(file.name);
    return now === undefined
      ? file
      : { ...now, assertionResults: now.assertionResults.map((test) => withPast(test, file)) };
  });
  const broken = (first.testResults ?? []).filter(isBroken).map(({ name, message = '' }) => ({ file: name, message }));
  const leaked = first.leaked ?? [];
  return JSON.stringify({
    testResults,
    leaked: [...leaked.filter((one) => !isTried(one)), ...(second.leaked ?? [])],
    mended: [...broken, ...leaked].filter((one) => isTried(one) && !stillFailed.has(one.file)),
  });
}

/** A test with the reasons why it failed in the run before. */
function withPast(test: TestResult, { assertionResults }: FileResult): TestResult {
  const before = assertionResults.find(({ fullName }) => fullName === test.fullName);
  return { ...test, failureMessages: [...(before?.failureMessages ?? []), ...(test.failureMessages ?? [])] };
}
