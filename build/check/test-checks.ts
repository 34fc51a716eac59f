import type { Check } from './check-kind.ts';
import { runTool } from './run-tool.ts';

/** One level of the tests as a check; its last line is `N passed, N failed`. */
const level = (name: string): Check => ({
  name: `${name} tests`,
  things: 'tests',
  async run() {
    const { exitCode, output } = await runTool(process.execPath, ['build/test/main.ts', name]);
    const [, passed, failed] = /(\d+) passed, (\d+) failed[^\n]*\s*$/.exec(output) ?? [];
    return { count: Number(passed ?? 0) + Number(failed ?? 0), isOk: exitCode === 0, output };
  },
});

/** The levels that need nothing but this checkout. */
export const testChecks: readonly Check[] = [level('remote'), level('unit')];
