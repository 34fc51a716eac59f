import { expect, test } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { EndedProcesses } from '../../../main/contract/processes.ts';
import type { HistoryPoint } from '../../../main/contract/stats.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { processes, reading, row } from '../core/stats/scene.ts';
import { tryCli } from './world.ts';

/** A terminal that keeps what is written to it. */
function terminal() {
  let text = '';
  return { text: () => text, output: { write: (part: string) => (text += part), isTTY: true } };
}

test('readings are lines for people and documents for scripts', async () => {
  const told = { ...reading(), atMs: 0, processCount: 9 };
  const watch = async function* () {
    yield { type: 'reading' as const, reading: told };
    yield { type: 'ports-changed' as const };
    yield { ...processes({ isWhole: true, rows: [row(7)] }), type: 'processes' as const };
  };
  const core = () => hostlessCore({ stats: { watch } });
  const argv = ['stats', 'watch', '--profile', 'p', '--processes'];
  const { stdout } = await tryCli(argv, { core });
  const [first, , second] = stdout.trim().split('\n');
  expect(JSON.parse(first ?? '')).toEqual({ type: 'reading', reading: told });
  expect(JSON.parse(second ?? '')).toMatchObject({ type: 'processes', rows: [{ pid: 7, startTicks: 70 }] });
  const screen = terminal();
  await tryCli(argv, { core, stdout: screen.output });
  expect(screen.text()).toMatch(
    /^00:00:00 {2}cpu 34 % {2}memory 700 MB of 4\.0 GB {2}load 0\.68 {2}disk \/ .+ {2}9 processes\n\{"type":"processes"/,
  );
});

test('what goes on although it was to end is told by name, and the exit code is 1', async () => {
  const { failure } = fail('invalid-input', 'stop', 'It is another one.', 'Look again.');
  const none: EndedProcesses = {
    ended: [{ pid: 7, startTicks: 70 }],
    alive: [],
    gone: [{ pid: 8, startTicks: 80 }],
    failures: [],
  };
  const run = (value: EndedProcesses, stdout = terminal()) => {
    const end = async function* () {
      yield { type: 'done' as const, value };
    };
    const core = () => hostlessCore({ processes: { end } });
    return tryCli(['processes', 'end', '--profile', 'p', '--processes', '7:70'], { core, stdout: stdout.output });
  };
  expect((await run(none)).code).toBe(0);
  expect((await run({ ...none, alive: [{ pid: 9, startTicks: 90 }] })).code).toBe(1);
  const screen = terminal();
  const { code, stderr } = await run({ ...none, failures: [{ pid: 9, startTicks: 90, failure }] }, screen);
  expect([code, stderr]).toEqual([1, 'berth: process 9: It is another one. Look again.\n']);
  expect(screen.text()).toBe('PID  OUTCOME\n  7  ended\n  8  was not there any more\n  9  It is another one.\n');
});

test('the past is a table, or a sentence where there is none', async () => {
  const point = { atMs: 0, cpuShare: 0.5, memoryUsedBytes: 1024 ** 3, diskUsedBytes: 0, instances: [] };
  const rest = { memoryTotalBytes: 0, swapUsedBytes: 0, diskTotalBytes: 0, memoryPressureShare: null };
  const whole: HistoryPoint = { ...point, ...rest, receivedBytesPerSecond: 1536, sentBytesPerSecond: 0 };
  for (const [points, text] of [
    [[whole], '1970-01-01T00:00:00  50 %  1.0 GB   0 B  1.5 KB    0 B      0 B\n'],
    [[], 'Nothing was noted yet'],
  ] as const) {
    const screen = terminal();
    const core = () => hostlessCore({ stats: { history: async () => succeed({ points: [...points], nowMs: 1 }) } });
    await tryCli(['stats', 'history', '--profile', 'p'], { core, stdout: screen.output });
    expect(screen.text()).toContain(text);
  }
});
