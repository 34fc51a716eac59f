import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Check, CheckOutcome } from './check-kind.ts';
import { runTool, type ToolRun } from './run-tool.ts';
import { listScripts } from './source-files.ts';

const bin = (name: string) => path.join('node_modules', '.bin', name);

/** Reads what a tool says it looked at. */
function counted({ exitCode, output }: ToolRun, pattern: RegExp): CheckOutcome {
  return { count: Number(pattern.exec(output)?.[1] ?? 0), isOk: exitCode === 0, output };
}

const biome = (name: string, ...args: string[]): Check => ({
  name,
  things: 'files',
  run: async () => counted(await runTool(bin('biome'), [...args, '.']), /Checked (\d+) files? in/),
});

const oxlint: Check = {
  name: 'lint with types',
  things: 'files',
  run: async () =>
    counted(await runTool(bin('oxlint'), ['--type-aware', '--deny-warnings']), /Finished in \S+ on (\d+) files?/),
};

/** Type-checks with one configuration; counts the files of ours that it read. */
const types = (configuration: string): Check => ({
  name: `types, ${configuration}`,
  things: 'files',
  async run() {
    const { exitCode, output } = await runTool(bin('tsc'), ['-p', configuration, '--noEmit', '--listFiles']);
    const root = process.cwd() + path.sep;
    const isListing = (line: string) => path.isAbsolute(line) && !line.includes('): error ');
    const lines = output.split('\n');
    const own = lines.filter((line) => isListing(line) && line.startsWith(root) && !line.includes('node_modules'));
    return { count: own.length, isOk: exitCode === 0, output: lines.filter((line) => !isListing(line)).join('\n') };
  },
});

/** A tool that takes scripts as arguments and is silent when all is well. */
const onScripts = (
  name: string,
  isMeant: (file: string) => boolean,
  program: string,
  args: readonly string[],
): Check => ({
  name,
  things: 'scripts',
  async run() {
    const scripts = (await listScripts()).map((script) => script.path).filter(isMeant);
    if (scripts.length === 0) return { count: 0, isOk: true, output: '' };
    const { exitCode, output } = await runTool(program, [...args, ...scripts]);
    return { count: scripts.length, isOk: exitCode === 0, output };
  },
});

const isBats = (file: string) => file.endsWith('.bats');
const isShell = (file: string) => !isBats(file);

/** knip tells nothing when all is well; a reporter of ours adds how many files it read. */
const knip: Check = {
  name: 'unused code',
  things: 'files',
  async run() {
    const run = await runTool(bin('knip'), ['--reporter', 'symbols', '--reporter', './build/check/knip-count.ts']);
    return counted(run, /knip read (\d+) files/);
  },
};

const configurations = ['tsconfig.json', 'tsconfig.contract.json', 'tsconfig.renderer.json', 'tsconfig.double.json'];

/** The checks that a tool makes, cheap ones first. */
export const toolChecks: readonly Check[] = [
  ...configurations.filter((configuration) => existsSync(configuration)).map(types),
  onScripts('script format', () => true, 'shfmt', ['-d', '-i', '2', '-ci']),
  biome('format', 'format'),
  biome('lint', 'check', '--formatter-enabled=false', '--error-on-warnings'),
  oxlint,
  knip,
  // Scripts load one another from where they are on a host, which is `remote-scripts` here.
  onScripts('script lint', isShell, 'shellcheck', ['--external-sources', '--source-path=remote-scripts:SCRIPTDIR']),
  // In bats every test is a subshell and `run` sets the variables, so only what shellcheck is sure of counts.
  onScripts('script test lint', isBats, 'shellcheck', ['--severity=error']),
];
