import { expect, test } from 'vitest';
import { type MachineChange, MachineWatch } from '../../../../main/core/hosts/machine-watch.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

function startWatch() {
  const clock = new ManualClock();
  const heard: MachineChange[] = [];
  const machine = { addresses: 'eth0 10.0.0.2/24', wallAheadMs: 0 };
  const ticking = clock.nowMs.bind(clock);
  clock.nowMs = () => ticking() + machine.wallAheadMs;
  const watch = new MachineWatch({
    clock,
    addresses: () => machine.addresses,
    onChange: (reason) => heard.push(reason),
  });
  watch.setRunning(true);
  return { clock, heard, machine, watch };
}

test.each<[string, number]>([
  ['a minute of sleep', 60_000],
  ['twenty minutes of sleep', 1_200_000],
  ['more than three hours of sleep', 11_000_000],
  ['a clock set forth by two days', 2 * 86_400_000],
  ['a clock set back by two days', -2 * 86_400_000],
])('%s is noticed once', async (_name, wallMs) => {
  const { clock, heard, machine } = startWatch();
  await clock.advanceSettled(30_000);
  machine.wallAheadMs = wallMs;
  await clock.advanceSettled(30_000);
  expect(heard).toEqual(['gap']);
});

test('A busy machine and a clock that is put right a little are no sleep', async () => {
  const { clock, heard, machine } = startWatch();
  for (const wallMs of [9_000, 8_500, 9_300, 7_500]) {
    machine.wallAheadMs = wallMs;
    await clock.advanceSettled(3_000);
  }
  expect(heard).toEqual([]);
});

test('Another address is noticed within seconds', async () => {
  const { clock, heard, machine } = startWatch();
  machine.addresses = 'wlan0 192.168.7.9/24';
  await clock.advanceSettled(3_000);
  expect(heard).toEqual(['addresses']);
  await clock.advanceSettled(30_000);
  expect(heard).toEqual(['addresses']);
});

test('It costs nothing while there is nothing to look after, and forgets what was before', async () => {
  const { clock, heard, machine, watch } = startWatch();
  watch.setRunning(false);
  expect(clock.pendingCount).toBe(0);
  machine.wallAheadMs = 3_600_000;
  machine.addresses = 'none';
  watch.setRunning(true);
  watch.setRunning(true);
  expect(clock.pendingCount).toBe(1);
  await clock.advanceSettled(30_000);
  expect(heard).toEqual([]);
});
