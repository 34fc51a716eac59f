import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { rounds } from '../../support/rounds.ts';
import { packCountingScripts } from './support/counting-scripts.ts';
import { cutKinds, type Lane, openLane, type Recovery } from './support/lane.ts';

const cutCount = rounds('BERTH_ENDURANCE_RECONNECTS', 20, 1_000);
const laneCount = 4;
/** By then everything that is made once is there. */
const settledShare = 0.1;
const isLong = cutCount >= 200;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What this process holds when nothing is under way. */
async function look(): Promise<{ readonly fileCount: number; readonly heapBytes: number }> {
  // What was closed is let go of in the next turns of the loop.
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  collectGarbage();
  collectGarbage();
  return { fileCount: (await readdir('/proc/self/fd')).length, heapBytes: process.memoryUsage().heapUsed };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const within = (share: number, before: number, after: number) => Math.abs(after - before) <= before * share;

/** Breaks all lanes side by side, each kind of cut at every moment of an operation. */
async function breakAll(lanes: readonly Lane[], from: number, to: number): Promise<Recovery[]> {
  const recoveries: Recovery[] = [];
  await Promise.all(
    lanes.map(async (lane, index) => {
      for (let cut = from + index; cut < to; cut += lanes.length) {
        const kind = cutKinds[cut % cutKinds.length] ?? 'reset';
        recoveries.push(await lane.breakOnce(kind, ((cut * 7) % 20) / 20));
      }
    }),
  );
  return recoveries;
}

test(
  `comes back from ${cutCount} cuts, does nothing twice, and holds no more than before`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'berth-scripts-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const archive = await packCountingScripts(directory);
    const lanes = await Promise.all(Array.from({ length: laneCount }, () => openLane(archive)));
    const settledCount = Math.max(laneCount, Math.round(cutCount * settledShare));
    const first = await breakAll(lanes, 0, settledCount);
    const settled = await look();
    const recoveries = [...first, ...(await breakAll(lanes, settledCount, cutCount))];
    const last = await look();

    const times = (of: readonly Recovery[]) => of.map(({ tookMs }) => tookMs);
    const figures = cutKinds.map((kind) => {
      const tookMs = times(recoveries.filter((recovery) => recovery.kind === kind));
      return `${kind} ${tookMs.length}: median ${median(tookMs).toFixed(0)} ms, longest ${Math.max(0, ...tookMs).toFixed(0)} ms`;
    });
    const told = recoveries.filter(({ isToldDone }) => isToldDone).length;
    const mebibytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
    console.log(
      [
        `${recoveries.length} recoveries, median ${median(times(recoveries)).toFixed(0)} ms; ${told} operations done, the others not done`,
        ...figures,
        `open files ${settled.fileCount} → ${last.fileCount}, heap ${mebibytes(settled.heapBytes)} → ${mebibytes(last.heapBytes)} MiB`,
      ].join('\n'),
    );

    expect(recoveries).toHaveLength(cutCount);
    for (const { isToldDone, effectCount } of recoveries) expect(effectCount).toBe(isToldDone ? 1 : 0);
    expect(new Set(recoveries.map(({ isToldDone }) => isToldDone))).toEqual(new Set([true, false]));
    expect(median(times(recoveries))).toBeLessThanOrEqual(3_000);
    expect(await Promise.all(lanes.map((lane) => lane.connectionCount()))).toEqual(lanes.map(() => 1));
    expect({ ...last, isFlat: within(0.05, settled.fileCount, last.fileCount) }).toMatchObject({ isFlat: true });
    if (isLong) expect(within(0.05, settled.heapBytes, last.heapBytes)).toBe(true);
  },
  60_000 + cutCount * 5_000,
);
