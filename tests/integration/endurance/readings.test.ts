import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { StatsItem } from '../../../main/contract/stats.ts';
import { plantIdleProcesses } from '../../bench/support/idle-processes.ts';
import { rounds } from '../../support/rounds.ts';
import { watchHost } from '../core/support/host-viewer.ts';
import { inside, startInside } from '../core/support/inside.ts';
import { procTruth } from '../core/support/proc-truth.ts';
import { setStage } from '../core/support/stage.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const stage = setStage({ repositories: [], hasCodeServer: false });
/** All of them are two hours of somebody who looks every five seconds. */
const readingCount = rounds('BERTH_ENDURANCE_READINGS', 120, 1440);
const idleCount = 400;
/** By then everything that is made once is there. */
const settledAfter = 30;
/** As often as a sampler can. */
const intervalSeconds = 0.05;
/** A name that is kept per process and reading is some ten bytes: four times as much in the few readings of a short run. */
const mostHostBytes = 400_000;
const mostHeapBytes = 10_000_000;

it(
  `takes no more memory after ${readingCount} readings than after ${settledAfter}, here and on the host`,
  async () => {
    const { host, app } = stage;
    await using stack = new AsyncDisposableStack();
    await plantIdleProcesses(host, idleCount, stack);
    // Others come and go between any two readings, and while one is taken.
    const churn = await startInside(host, `bash -c 'echo up; while :; do /bin/sleep 0.02; done'`);
    stack.defer(async () => void (await inside(host, `kill -KILL ${churn}`)));
    const truth = procTruth(host);
    const viewer = watchHost(app, { intervalSeconds });
    stack.defer(() => viewer.leave());
    const isReading = ({ type }: StatsItem) => type === 'reading';
    const count = () => viewer.items.filter(isReading).length;
    const until = async (wanted: number) => {
      while (count() < wanted) await viewer.next(isReading);
    };
    /** What is nobody else's: pages of files come and go with what others run. */
    const ownBytes = (pid: number) => Number(/^RssAnon:\s+(\d+) kB$/m.exec(truth.read(`${pid}/status`))?.[1]) * 1024;
    /** Bash and awk, which are all that goes on there. */
    const look = async () => {
      const awk = await viewer.until((_reading, shown) =>
        [...shown.values()].find(({ name, owner }) => name === 'awk' && owner.kind === 'berth'),
      );
      const hostBytes = ownBytes(awk.pid) + ownBytes(awk.parentPid);
      collectGarbage();
      return { hostBytes, heapBytes: process.memoryUsage().heapUsed };
    };
    await until(settledAfter);
    const before = await look();
    await until(readingCount);
    const after = await look();
    expect(after.hostBytes - before.hostBytes).toBeLessThan(mostHostBytes);
    expect(before.hostBytes).toBeGreaterThan(500_000);
    // The items themselves are kept by this test.
    expect(after.heapBytes - before.heapBytes).toBeLessThan(mostHeapBytes);
    expect(viewer.items.filter(({ type }) => type === 'waiting' || type === 'failed')).toEqual([]);
  },
  60_000 + readingCount * 200,
);
