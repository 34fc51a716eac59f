import { expect, test } from 'vitest';
import { startHeartbeat } from '../../../../main/core/ssh/connection/heartbeat.ts';
import { defaultTimings } from '../../../../main/core/ssh/timings.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

function startBeating(clock: ManualClock) {
  const seen = { heardAtMs: clock.nowMs(), askCount: 0, silentAtMs: null as number | null };
  const stop = startHeartbeat(
    {
      lastHeardAtMs: () => seen.heardAtMs,
      ask: () => seen.askCount++,
      onSilent: () => {
        seen.silentAtMs = clock.nowMs();
      },
    },
    clock,
    defaultTimings,
  );
  return { seen, stop };
}

test('A host that never answers is gone after one beat and three missed ones, and is asked no more', async () => {
  const clock = new ManualClock();
  const startMs = clock.nowMs();
  const { seen } = startBeating(clock);
  await clock.advanceSettled(120_000);
  expect(seen.silentAtMs).toBe(startMs + 40_000);
  expect(seen.askCount).toBe(4);
  expect(clock.pendingCount).toBe(0);
});

test('A host that is heard now and then is kept', async () => {
  const clock = new ManualClock();
  const { seen, stop } = startBeating(clock);
  for (let i = 0; i < 20; i++) {
    await clock.advanceSettled(29_000);
    seen.heardAtMs = clock.nowMs();
  }
  expect(seen.silentAtMs).toBeNull();
  stop();
  expect(clock.pendingCount).toBe(0);
});

test('Hours of sleep between two beats count as one', async () => {
  const clock = new ManualClock();
  const { seen } = startBeating(clock);
  let nowMs = clock.nowMs();
  clock.nowMs = () => nowMs;
  nowMs += 8 * 3_600_000;
  await clock.advanceSettled(10_000);
  expect(seen.silentAtMs).toBeNull();
  expect(seen.askCount).toBe(2);
});
