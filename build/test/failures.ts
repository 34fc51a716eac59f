import { stripVTControlCharacters } from 'node:util';
import { tapAgain } from './counts.ts';

/** One failed test and the first lines of why; told once more at the very end, where long logs are read from. */
export interface TestFailure {
  readonly name: string;
  readonly reason: string;
}

const linesTold = 12;

/** Colours and all but the first lines of a failure are left to the runner's own output. */
export function shorten(text: string): string {
  return stripVTControlCharacters(text).split('\n', linesTold).join('\n').trimEnd();
}

/** What is told of a runner that ended badly and named no failure: the last lines that it printed. */
export function brokenRunner(exitCode: number | null, output: string): TestFailure {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n').slice(-linesTold);
  return { name: `its runner ended with ${exitCode ?? 'a signal'}`, reason: lines.join('\n') };
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly ok: boolean;
    readonly tests: readonly {
      /** `flaky` passed, and had failed before. */
      readonly status?: string;
      readonly results: readonly { readonly error?: { readonly message?: string } | null }[];
    }[];
  }[];
}

type PlaywrightSpec = NonNullable<PlaywrightSuite['specs']>[number];

const specsOf = (suite: PlaywrightSuite): PlaywrightSpec[] => [
  ...(suite.suites ?? []).flatMap(specsOf),
  ...(suite.specs ?? []),
];

function toldBySpec(spec: PlaywrightSpec): TestFailure {
  const messages = spec.tests.flatMap((test) => test.results.map((result) => result.error?.message ?? ''));
  return { name: `${spec.file} › ${spec.title}`, reason: shorten(messages.join('\n').trim()) };
}

/** What passed in the report of `playwright --reporter=json`, and had failed before. */
export function playwrightUnsteady(report: string): TestFailure[] {
  const { suites = [] } = JSON.parse(report) as PlaywrightSuite;
  const isUnsteady = (spec: PlaywrightSpec) => spec.ok && spec.tests.some(({ status }) => status === 'flaky');
  return suites.flatMap(specsOf).filter(isUnsteady).map(toldBySpec);
}

/** The failures in the report of `playwright --reporter=json`, errors outside of tests included. */
export function playwrightFailures(report: string): TestFailure[] {
  const { suites = [], errors = [] } = JSON.parse(report) as PlaywrightSuite & {
    readonly errors?: readonly { readonly message?: string }[];
  };
  const inTests = suites.flatMap(specsOf).filter((spec) => !spec.ok);
  const outside = errors.map(({ message = '' }) => ({ name: 'outside of any test', reason: shorten(message) }));
  return [...inTests.map(toldBySpec), ...outside];
}

function tapFailuresOf(part: string): TestFailure[] {
  const failures: TestFailure[] = [];
  const lines = part.split('\n');
  for (const [index, line] of lines.entries()) {
    const name = /^not ok \d+ (?<name>.*)$/.exec(line)?.groups?.name;
    if (name === undefined) continue;
    const end = lines.findIndex((other, at) => at > index && !other.startsWith('#'));
    failures.push({ name, reason: shorten(lines.slice(index + 1, end < 0 ? lines.length : end).join('\n')) });
  }
  return failures;
}

/** The failures in what `bats --formatter tap` printed, each with the comment lines below it. */
export function tapFailures(output: string): TestFailure[] {
  const [first = '', again] = output.split(tapAgain);
  return tapFailuresOf(again ?? first);
}

/** What passed the second time only. */
export function tapUnsteady(output: string): TestFailure[] {
  const [first = '', again] = output.split(tapAgain);
  if (again === undefined) return [];
  const failed = new Set(tapFailuresOf(again).map(({ name }) => name));
  return tapFailuresOf(first).filter(({ name }) => !failed.has(name));
}

/** The lines that tell a failure once more; `how` begins them. */
export function formatFailure(how: 'failed' | 'unsteady', level: string, { name, reason }: TestFailure): string {
  const indented = reason.replace(/^/gm, '    ');
  return `${how}: ${level}: ${name}${reason === '' ? '' : `\n${indented}`}`;
}

/** Leaves out a reason that was told before: one cause, like a host that cannot be made, may fail many files. */
export function tellOnce(): (failure: TestFailure) => TestFailure {
  const told = new Set<string>();
  return ({ name, reason }) => {
    if (reason !== '' && told.has(reason)) return { name, reason: 'for the same reason as one above' };
    told.add(reason);
    return { name, reason };
  };
}
