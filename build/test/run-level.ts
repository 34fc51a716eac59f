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

/** Runs one level and counts. `more` goes to the runner as it is. */
export async function runLevel(level: Level, more: readonly string[]): Promise<LevelOutcome> {
  console.log(`\n== ${level.name} ==`);
  const startedAtMs = Date.now();
  const directory = await mkdtemp(path.join(os.tmpdir(), 'berth-report-'));
  const reportFile = path.join(directory, 'report.json');
  const outputFile = level.report === 'flag' ? [`--outputFile.json=${reportFile}`] : [];
  try {
    const { exitCode, output } = await run([...level.args, ...outputFile, ...more], reportFile);
    const report = level.report === 'output' ? output : await readFile(reportFile, 'utf8').catch(() => null);
    const counted = report === null ? { passed: 0, failed: 1, skipped: 0 } : level.count(report);
    // A runner that failed without a failing test (a leaked error, nothing found) has failed all the same.
    const isBroken = counted.failed === 0 && (exitCode !== 0 || counted.passed + counted.skipped === 0);
    const failed = isBroken ? 1 : counted.failed;
    const named = report === null ? [] : level.failures(report);
    const failures = failed > 0 && named.length === 0 ? [brokenRunner(exitCode, output)] : named;
    const unsteady = report === null ? [] : level.unsteady(report);
    return { name: level.name, ...counted, failed, failures, unsteady, seconds: (Date.now() - startedAtMs) / 1000 };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
