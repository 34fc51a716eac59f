import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Counts } from './counts.ts';
import type { TestFailure } from './failures.ts';
import type { Level } from './levels.ts';

/** How a level ended; a runner that broke before it could count is one failure. */
export interface LevelOutcome extends Counts {
  readonly name: string;
  readonly seconds: number;
  readonly failures: readonly TestFailure[];
  /** What passed the second time only. */
  readonly unsteady: readonly TestFailure[];
}

/** Where a runner's output goes. */
type Show = (chunk: Buffer) => void;

interface Finished {
  readonly exitCode: number | null;
  readonly output: string;
}

function run(args: readonly string[], reportFile: string, show: Show): Promise<Finished> {
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
      show(chunk);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** Runs levels beside each other; the output of each is shown in one piece, the first one's while it runs. */
export async function runLevels(levels: readonly Level[], more: readonly string[]): Promise<LevelOutcome[]> {
  const outcomes: LevelOutcome[] = [];
  const running = levels.map((level, index) => {
    const held: Buffer[] = [];
    const show: Show = (chunk) => void (outcomes.length >= index ? process.stdout.write(chunk) : held.push(chunk));
    return { name: level.name, held, ended: runLevel(level, more, show) };
  });
  for (const { name, held, ended } of running) {
    console.log(`\n== ${name} ==`);
    for (const chunk of held.splice(0)) process.stdout.write(chunk);
    outcomes.push(await ended);
  }
  return outcomes;
}

/** Runs one level and counts. `more` goes to the runner as it is. */
async function runLevel(level: Level, more: readonly string[], show: Show): Promise<LevelOutcome> {
  const startedAtMs = Date.now();
  const directory = await mkdtemp(path.join(os.tmpdir(), 'berth-report-'));
  const reportFile = path.join(directory, 'report.json');
  const outputFile = level.report === 'flag' ? [`--outputFile.json=${reportFile}`] : [];
  try {
    const { exitCode, output } = await run([...level.args, ...outputFile, ...more], reportFile, show);
    const report = level.report === 'output' ? output : await readFile(reportFile, 'utf8').catch(() => null);
    const counted = report === null ? { passed: 0, failed: 1, skipped: 0 } : level.count(report);
    // A runner that failed without a failing test (a leaked error, nothing found) has failed all the same.
    const isBroken = counted.failed === 0 && (exitCode !== 0 || counted.passed + counted.skipped === 0);
    const failed = isBroken ? 1 : counted.failed;
    const failures = report === null ? [] : level.failures(report);
    const unsteady = report === null ? [] : level.unsteady(report);
    return { name: level.name, ...counted, failed, failures, unsteady, seconds: (Date.now() - startedAtMs) / 1000 };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
