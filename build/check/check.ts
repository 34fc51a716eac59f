import { assertNode24 } from '../preflight/assert-node.ts';
import type { Check, CheckOutcome } from './check-kind.ts';
import { fileLengths } from './file-lengths.ts';
import { importArrows } from './import-arrows.ts';
import { lineOf, runCheck } from './run-check.ts';
import { scriptNeedsCheck } from './script-needs.ts';
import { scriptRules } from './script-rules.ts';
import { testChecks } from './test-checks.ts';
import { toolChecks } from './tool-checks.ts';

/** All checks, cheap ones first, the tests last. */
const staticChecks: readonly Check[] = [fileLengths, scriptRules, scriptNeedsCheck, importArrows, ...toolChecks];

/** Most tools keep one processor busy. */
const laneCount = 2;

/** Runs checks beside each other; their outcomes come in the order of the checks. */
async function* runInLanes(checks: readonly Check[]) {
  const started: Promise<{ check: Check; outcome: CheckOutcome; seconds: number }>[] = [];
  const begin = async (check: Check) => {
    await started.at(-laneCount);
    const startedAtMs = performance.now();
    return { check, outcome: await runCheck(check), seconds: (performance.now() - startedAtMs) / 1000 };
  };
  for (const check of checks) started.push(begin(check));
  for (const one of started) yield await one;
}

/**
 * `node build/check/check.ts` runs every check and the tests that need nothing but this checkout; `--static` leaves the
 * tests out. All run, so that one look shows everything; the exit code says whether all passed.
 */
async function main(): Promise<void> {
  assertNode24();
  const checks = process.argv.includes('--static') ? staticChecks : [...staticChecks, ...testChecks];
  const failed: string[] = [];
  for await (const { check, outcome, seconds } of runInLanes(checks)) {
    console.log(lineOf(check, outcome, seconds));
    if (outcome.isOk) continue;
    failed.push(check.name);
    console.log(`\n${outcome.output.trimEnd()}\n`);
  }
  const passedCount = checks.length - failed.length;
  console.log(`${String(passedCount)} of ${String(checks.length)} checks passed`);
  if (failed.length > 0) console.log(`failed: ${failed.join('; ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

await main();
