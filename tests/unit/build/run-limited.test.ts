import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runLimited } from '../../../build/test/run-limited.ts';

const run = (script: string, limitMs: number) =>
  runLimited({ command: ['bash', '-c', script], env: process.env, limitMs });

// The remote scripts are tested where there is a bash, and groups of processes are those of Linux here.
describe.runIf(process.platform === 'linux')('a program with a limit', () => {
  it('is told by what it printed and how it ended', async () => {
    expect(await run('echo "ok 1 one"; exit 3', 30_000)).toEqual({ status: 3, output: 'ok 1 one\n' });
  });

  it('is ended with what it waits for, and is named as failed', async () => {
    const { status, output } = await run('sleep 600 & echo "$!"; wait', 500);
    expect(status).toBe(1);
    const [left = '', told] = output.split('\n');
    expect(told).toMatch(/^not ok .* was ended after 1 s$/);
    await expect.poll(() => stateOf(left)).toMatch(/^[ZX]?$/);
  });

  it('is not waited for when something that it left behind holds the pipe open', async () => {
    const { status, output } = await run('sleep 5 2>/dev/null & echo left', 500);
    expect(status).toBe(1);
    expect(output).toMatch(/^left\nnot ok .* was ended after 1 s\n$/);
  });
});

/** The letter of `/proc/<pid>/stat`; empty when there is no such process. One that nobody has collected yet has ended too. */
function stateOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .charAt(0);
  } catch {
    return '';
  }
}
