import { spawnSync } from 'node:child_process';
import { describeSkip } from '../../tests/support/sandbox/probe.ts';
import { formatCounts, sumCounts } from './counts.ts';
import { formatFailure, tellOnce } from './failures.ts';
import { type Level, levels } from './levels.ts';
import { type LevelOutcome, runLevel } from './run-level.ts';

/**
 * Real servers on a busy machine are late now and then, so a test with real parts is tried twice; what passed the second
 * time only is told with its reason, and more of them than this fail the run.
 */
const mostUnsteady = 3;

/**
 * `node build/test/main.ts` runs every level after the static gates; `node build/test/main.ts unit remote -- FLAGS` runs
 * some, with flags for their runners. The last line is `N passed, N failed`, and so is the exit code.
 */
async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const end = words.indexOf('--');
  const wanted = end < 0 ? words : words.slice(0, end);
  const flags = end < 0 ? [] : words.slice(end + 1);
  const outcomes: LevelOutcome[] = [];
  if (wanted.length === 0) outcomes.push(runStaticGates());
  for (const level of chosenLevels(wanted)) outcomes.push(await runLevel(level, flags));
  console.log('');
  const once = tellOnce();
  for (const { name, failures, unsteady } of outcomes) {
    for (const failure of unsteady) console.log(formatFailure('unsteady', name, once(failure)));
    for (const failure of failures) console.log(formatFailure('failed', name, once(failure)));
  }
  for (const outcome of outcomes) {
    console.log(`${outcome.name.padEnd(12)} ${formatCounts(outcome)} (${outcome.seconds.toFixed(0)} s)`);
  }
  const sum = sumCounts(outcomes);
  if (sum.skipped > 0) for (const line of await whyNoHosts()) console.log(line);
  const unsteadyCount = outcomes.flatMap(({ unsteady }) => unsteady).length;
  const isUnsteady = unsteadyCount > mostUnsteady;
  if (unsteadyCount > 0) console.log(`${unsteadyCount} passed the second time only; ${mostUnsteady} may`);
  const { passed, failed } = sum;
  console.log(
    formatCounts(isUnsteady ? { ...sum, passed: passed - unsteadyCount, failed: failed + unsteadyCount } : sum),
  );
  process.exitCode = sum.failed > 0 || isUnsteady || sum.passed + sum.skipped === 0 ? 1 : 0;
}

/** Why tests on hosts were skipped, once instead of in each file; nothing where all kinds of hosts can run. */
async function whyNoHosts(): Promise<string[]> {
  const box = await describeSkip('box');
  const rest = box === null ? (['systemdBox', 'bareBox'] as const) : [];
  const others = await Promise.all(rest.map((kind) => describeSkip(kind)));
  return [await describeSkip('local'), box, ...others].filter((line) => line !== null);
}

function chosenLevels(wanted: readonly string[]): readonly Level[] {
  if (wanted.length === 0) return levels;
  return wanted.map((name) => {
    const level = levels.find((candidate) => candidate.name === name);
    if (level !== undefined) return level;
    throw new Error(`there is no level "${name}"; there are ${levels.map((one) => one.name).join(', ')}`);
  });
}

/** Format, lint, types, arrows and unused code; they hold no tests, so only a failure counts. */
function runStaticGates(): LevelOutcome {
  const startedAtMs = Date.now();
  const { status } = spawnSync(process.execPath, ['build/check/check.ts', '--static'], { stdio: 'inherit' });
  const failed = status === 0 ? 0 : 1;
  const seconds = (Date.now() - startedAtMs) / 1000;
  return { name: 'check', passed: 0, failed, skipped: 0, failures: [], unsteady: [], seconds };
}

await main();
