import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Counts } from './counts.ts';
import { brokenRunner, type TestFailure } from './failures.ts';
import type { Level } from './levels.ts';

/** How a level ended; a runner that broke before it could count is one failure. */
export interface LevelOutcome extends Counts {
  readonly name: string;
  readonly seconds: number;
  readonly failures: readonly TestFailure[];
  /** What passed the second time only. */
  readonly unsteady: readonly TestFailure[];
}

interface Finished {
  readonly exitCode: number | null;
  readonly output: string;
}

function run(args: readonly string[], reportFile: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
      // The tests start hundreds of Node processes, which read the same TypeScript: half of the time of a small command.
      NODE_COMPILE_CACHE: path.resolve('node_modules/.cache/compiled'),
      FORCE_COLOR: process.env.FORCE_COLOR ?? (process.stdout.isTTY ? '1' : '0'),
    };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** More files than this that failed did so for a reason that will not be another one the second time. */
const mostFilesAgain = 3;

/** Runs one level and counts. `more` goes to the runner as it is. */
export async function runLevel(level: Level, more: readonly string[]): Promise<LevelOutcome> {
  console.log(`\n== ${level.name} ==`);
  const startedAtMs = Date.now();
  const first = await runOnce(level, more);
  const files = first.report === null ? [] : (level.again?.files(first.report) ?? []);
  const isTriedAgain = files.length > 0 && files.length <= mostFilesAgain;
  const { exitCode, output, report } = isTriedAgain ? await tryAgain(level, first, files) : first;
  const counted = report === null ? { passed: 0, failed: 1, skipped: 0 } : level.count(report);
  // A runner that failed without a failing test (nothing found, say) has failed all the same.
  const isBroken = counted.failed === 0 && (exitCode !== 0 || counted.passed + counted.skipped === 0);
  const failed = isBroken ? 1 : counted.failed;
  const named = report === null ? [] : level.failures(report);
  const failures = failed > 0 && named.length === 0 ? [brokenRunner(exitCode, output)] : named;
  const unsteady = report === null ? [] : level.unsteady(report);
  return { name: level.name, ...counted, failed, failures, unsteady, seconds: (Date.now() - startedAtMs) / 1000 };
}

interface Reported extends Finished {
  readonly report: string | null;
}

async function runOnce(level: Level, more: readonly string[]): Promise<Reported> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'berth-report-'));
  const reportFile = path.join(directory, 'report.json');
  const outputFile = level.report === 'flag' ? [`--outputFile.json=${reportFile}`] : [];
  try {
    const finished = await run([...level.args, ...outputFile, ...more], reportFile);
    const isPrinted = level.report === 'output';
    const report = isPrinted ? finished.output : await readFile(reportFile, 'utf8').catch(() => null);
    return { ...finished, report };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs the files that failed once more. Where that tells nothing, it stays as it was. */
async function tryAgain(level: Level, first: Reported, files: readonly string[]): Promise<Reported> {
  console.log(`\n${files.length} of the files failed, and run once more:`);
  const second = await runOnce(level, files);
  if (first.report === null || second.report === null || level.again === undefined) return first;
  return { ...second, report: level.again.mend(first.report, second.report) };
}
