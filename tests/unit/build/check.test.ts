import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../build/check/check-kind.ts';
import { maxLines, measureLengths } from '../../../build/check/file-lengths.ts';
import { lineOf, runCheck } from '../../../build/check/run-check.ts';
import { checkScripts } from '../../../build/check/script-rules.ts';
import { listFiles, listScripts } from '../../../build/check/source-files.ts';

describe('a check', () => {
  it('that looked at nothing has failed', async () => {
    const outcome = await runCheck({ name: 'x', things: 'files', run: async () => outcomeOf(0, []) });
    expect(outcome).toMatchObject({ isOk: false, output: 'nothing was checked' });
  });

  it('that breaks has failed, and says why', async () => {
    const outcome = await runCheck({
      name: 'x',
      things: 'files',
      run: () => Promise.reject(new Error('no such tool')),
    });
    expect(outcome).toMatchObject({ isOk: false, output: 'no such tool' });
  });

  it('with problems has failed, and says how much it looked at', async () => {
    const check = { name: 'names', things: 'files', run: async () => outcomeOf(7, ['a is wrong'], 'a remark') };
    const outcome = await runCheck(check);
    expect(outcome).toMatchObject({ isOk: false, output: 'a is wrong' });
    expect(lineOf(check, outcome, 1.26)).toMatch(/^FAILED names +7 files +1\.3 s +a remark$/);
  });
});

describe('file lengths', () => {
  const file = (path: string, lines: number) => ({ path, text: 'x\n'.repeat(lines) });

  it('refuses a file that is too long, and only that', () => {
    const { isOk, output, count } = measureLengths([file('main/a.ts', maxLines), file('tests/b.ts', maxLines + 1)]);
    expect([isOk, count, output]).toEqual([false, 2, 'tests/b.ts has 401 lines; at most 400 are allowed']);
  });

  it('tells median, 90th percentile and maximum', () => {
    const files = Array.from({ length: 11 }, (_, index) => file(`main/${String(index)}.ts`, (index + 1) * 10));
    expect(measureLengths(files).remark).toBe('median/p90/max lines: product 60/100/110, tests 0/0/0');
  });
});

describe('script rules', () => {
  const problems = (path: string, text: string) => checkScripts([{ path, text }]);

  it.each([
    ['remote-scripts/commands/a', 'pkill -f code-server'],
    ['remote-scripts/lib/a.bash', '  x=$(killall nginx)'],
    ['remote-scripts/lib/a.bash', 'eval "$x"'],
    ['remote-scripts/lib/a.bash', 'true; eval $x'],
    ['remote-scripts/commands/a', 'source "$scripts/lib/a.bash"'],
    ['remote-scripts/commands/a', '. "$scripts/lib/a.bash"'],
    ['remote-scripts/commands/a', 'bash "$scripts/commands/b"'],
    ['remote-scripts/lib/a.bash', 'bash "$scripts/commands/$verb"'],
    ['tests/support/a.bash', '# shellcheck disable=SC2086'],
  ])('refuse in %s: %s', (path, line) => {
    expect(problems(path, `#!/bin/bash\n${line}\n`)).toEqual([expect.stringMatching(`^${path}:2 `)]);
  });

  it.each([
    ['remote-scripts/lib/load.bash', 'source "$BERTH_LIB/../commands/$1"'],
    ['remote-scripts/lib/a.bash', 'evaluate "$x"; pkill_nothing=1'],
    ['remote-scripts/lib/a.bash', '# never pkill, never eval'],
    ['remote-scripts/commands/a', '# shellcheck shell=bash'],
  ])('allow in %s: %s', (path, line) => {
    expect(problems(path, line)).toEqual([]);
  });
});

describe('what is checked', () => {
  it('is what git knows of this project, the scripts without an ending too', async () => {
    expect(await listFiles()).toEqual(expect.arrayContaining(['package.json', 'build/check/check.ts']));
    const scripts = (await listScripts()).map(({ path }) => path);
    expect(scripts).toEqual(expect.arrayContaining(['remote-scripts/berth', 'remote-scripts/commands/instance-start']));
    expect(scripts.filter((path) => path.endsWith('.md') || path.endsWith('.json'))).toEqual([]);
  });
});
