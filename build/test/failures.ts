import { stripVTControlCharacters } from 'node:util';

/** One failed test and the first lines of why; told once more at the very end, where long logs are read from. */
export interface TestFailure {
  readonly name: string;
  readonly reason: string;
}

const linesTold = 12;

/** Colours and all but the first lines of a failure are left to the runner's own output. */
function shorten(text: string): string {
  return stripVTControlCharacters(text).split('\n', linesTold).join('\n').trimEnd();
}

interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status?: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** The failures in the report of `vitest --reporter=json`; a file that did not load is one. */
export function vitestFailures(report: string): TestFailure[] {
  const { testResults = [] } = JSON.parse(report) as VitestReport;
  return testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && file.status === 'failed') {
      return [{ name: file.name, reason: shorten(file.message ?? '') }];
    }
    return failed.map((test) => ({
      name: `${file.name} › ${test.fullName}`,
      reason: shorten((test.failureMessages ?? []).join('\n')),
    }));
  });
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly results: readonly { readonly error?: { readonly message?: string } | null }[];
    }[];
  }[];
}

/** The failures in the report of `playwright --reporter=json`, errors outside of tests included. */
export function playwrightFailures(report: string): TestFailure[] {
  const { suites = [], errors = [] } = JSON.parse(report) as PlaywrightSuite & {
    readonly errors?: readonly { readonly message?: string }[];
  };
  const inSuite = (suite: PlaywrightSuite): TestFailure[] => [
    ...(suite.suites ?? []).flatMap(inSuite),
    ...(suite.specs ?? [])
      .filter((spec) => !spec.ok)
      .map((spec) => {
        const messages = spec.tests.flatMap((test) => test.results.map((result) => result.error?.message ?? ''));
        return { name: `${spec.file} › ${spec.title}`, reason: shorten(messages.join('\n').trim()) };
      }),
  ];
  const outside = errors.map(({ message = '' }) => ({ name: 'outside of any test', reason: shorten(message) }));
  return [...suites.flatMap(inSuite), ...outside];
}

/** The failures in what `bats --formatter tap` printed, each with the comment lines below it. */
export function tapFailures(output: string): TestFailure[] {
  const failures: TestFailure[] = [];
  const lines = output.split('\n');
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('not ok ')) continue;
    const end = lines.findIndex((other, at) => at > index && !other.startsWith('#'));
    const reason = lines.slice(index + 1, end < 0 ? lines.length : end).join('\n');
    failures.push({ name: line.slice('not ok '.length), reason: shorten(reason) });
  }
  return failures;
}

/** The lines that tell a failure once more. */
export function formatFailure(level: string, { name, reason }: TestFailure): string {
  const indented = reason.replace(/^/gm, '    ');
  return `failed: ${level}: ${name}${reason === '' ? '' : `\n${indented}`}`;
}
