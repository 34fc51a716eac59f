import type { Check, CheckOutcome } from './check-kind.ts';

/** Runs one check; one that breaks or looks at nothing has failed. */
export async function runCheck(check: Check): Promise<CheckOutcome> {
  try {
    const outcome = await check.run();
    if (outcome.count > 0) return outcome;
    return { ...outcome, isOk: false, output: `${outcome.output}\nnothing was checked`.trim() };
  } catch (error) {
    return { count: 0, isOk: false, output: error instanceof Error ? error.message : String(error) };
  }
}

/** The one line a check is summed up in. */
export function lineOf({ name, things }: Check, { count, isOk, remark }: CheckOutcome, seconds: number): string {
  const figures = `${String(count).padStart(5)} ${things.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s`;
  return `${isOk ? 'ok    ' : 'FAILED'} ${name.padEnd(30)} ${figures}${remark === undefined ? '' : `   ${remark}`}`;
}
