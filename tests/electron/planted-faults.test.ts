import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserServer } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyOf } from '../support/rounds.ts';
import { CHROMIUM_VARIABLE, launchSharedChromium } from './double/chromium.ts';
import { plantedFaults } from './planted-faults/faults.ts';
import { FAULT_VARIABLE, NO_PLACE } from './planted-faults/plant.ts';
import type { PlantedFault } from './planted-faults/planted-fault.ts';
import { BUILT_SHELL_VARIABLE, buildShell } from './support/build-shell.ts';

const root = path.resolve(import.meta.dirname, '../..');
const configFile = 'tests/electron/planted-faults/vitest.config.ts';

interface Outcome {
  readonly passedCount: number;
  /** The first test that noticed. */
  readonly noticedBy: string | null;
  readonly output: string;
}
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

let directory: string;
let builtShell: string;
let chromium: BrowserServer;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-faults-'));
  builtShell = (await buildShell()).directory;
  chromium = await launchSharedChromium();
});
afterAll(async () => {
  await chromium.close();
  await rm(builtShell, { recursive: true });
  await rm(directory, { recursive: true });
});

const isFull = process.env.BERTH_ENDURANCE === 'full';
/** Every run of a suite costs seconds, so each day every third suite shows here that it notices one of its faults; `full` shows all. */
const chosenFaults = isFull
  ? plantedFaults
  : everyOf(
      3,
      plantedFaults.filter(({ suite }, index) => plantedFaults.findIndex((one) => one.suite === suite) === index),
    );
/** The suites without a fault, which the same level tries each day anyway. */
const controls = (isFull ? ['app-page.test.ts', 'editor-views.test.ts', 'hostile-page.test.ts'] : []).map(
  (suite): PlantedFault => ({ name: '', file: '', find: '', replace: '', suite }),
);

/** The only source with faults that is bundled before a shell starts; all others are planted while it runs. */
const bundled = 'preload.ts';

/** Runs one test file of the suite in a process of its own. */
async function runSuite({ suite, name, file }: PlantedFault, index: number): Promise<Outcome> {
  const reportFile = path.join(directory, `${index}.json`);
  const args = ['run', '--config', configFile, '--bail', '1', '--reporter=json', `--outputFile=${reportFile}`];
  const environment = { ...process.env, [FAULT_VARIABLE]: name, [CHROMIUM_VARIABLE]: chromium.wsEndpoint() };
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, `tests/electron/${suite}`], {
    cwd: root,
    env: file === bundled ? environment : { ...environment, [BUILT_SHELL_VARIABLE]: builtShell },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await new Promise((resolve) => child.once('close', resolve));
  const text = await readFile(reportFile, 'utf8').catch(() => null);
  // A run that did not come to its report noticed nothing; what it said is shown.
  if (text === null) return { passedCount: 0, noticedBy: null, output };
  const report = JSON.parse(text) as Report;
  const [failed] = report.testResults.filter(({ status }) => status === 'failed');
  const test = failed?.assertionResults.find(({ status }) => status === 'failed')?.fullName;
  // A shell that does not even start is noticed before the first test.
  const isPlanted = failed?.message.includes(NO_PLACE) !== true;
  const noticedBy = failed === undefined || !isPlanted ? null : (test ?? `its start: ${failed.message.split('\n')[0]}`);
  return { passedCount: report.numPassedTests, noticedBy, output };
}

describe('the suite', () => {
  it('has a single place in the source for every fault', async () => {
    expect(plantedFaults.length).toBeGreaterThan(50);
    for (const { name, file, find } of plantedFaults) {
      const source = await readFile(path.join(root, 'main/electron', file), 'utf8');
      expect(source.split(find).length - 1, name).toBe(1);
    }
  });

  it('notices planted faults, and nothing without one', { timeout: 900_000 }, async () => {
    const queue = [...controls, ...chosenFaults].entries();
    const missed: string[] = [];
    const lines: string[] = [];
    let caughtCount = 0;
    const work = async () => {
      for (const [index, fault] of queue) {
        const { name, suite } = fault;
        const { noticedBy, passedCount, output } = await runSuite(fault, index);
        if (name === '') {
          if (noticedBy !== null || passedCount === 0)
            missed.push(`without a fault: ${suite}\n${noticedBy}\n${output}`);
        } else if (noticedBy === null) {
          missed.push(`${name} (${suite})\n${output.slice(-2_000)}`);
        } else {
          caughtCount += 1;
          lines.push(`caught: ${name}\n        by ${noticedBy}`);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
    process.stdout.write(`${lines.join('\n')}\nPlanted faults caught: ${caughtCount} of ${chosenFaults.length}\n`);
    expect(missed).toEqual([]);
  });
});
