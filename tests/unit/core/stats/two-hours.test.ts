import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { noise } from '../../../support/fake-core/seeing/fake-process-rows.ts';
import { processes, reading, row, startScene } from './scene.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Two hours of a reading every five seconds, which is what somebody leaves open over a long meeting. */
const momentCount = 1440;
const processCount = 500;

it('takes no more memory after two hours than after ten minutes, with processes that come and go all the time', async () => {
  const { watch, last, settle } = startScene();
  const [page, slow] = [watch(5, true), watch(5, true)];
  await settle();
  const command = (pid: number) => `/usr/bin/worker --queue ${pid} ${'x'.repeat(200)}`;
  last().say(
    processes({
      isWhole: true,
      rows: Array.from({ length: processCount }, (_, pid) => row(pid, { command: command(pid) })),
    }),
  );
  const usedBytes = async () => {
    page.types();
    slow.types();
    await settle();
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  let earlyBytes = 0;
  for (let moment = 1; moment <= momentCount; moment += 1) {
    const first = processCount + moment * 5;
    const rows = Array.from({ length: 5 }, (_, index) => row(first + index, { command: command(first) }));
    const gone = rows.map(({ pid }) => pid - processCount);
    const updates = Array.from({ length: processCount }, (_, index) => first - processCount + index + 5)
      .filter((pid) => noise(pid, moment) < 0.4)
      .map((pid) => [pid, 'R', noise(pid, moment), pid * 4096, null]);
    last().say(processes({ rows, updates, gone }));
    last().say({ type: 'reading', reading: reading(moment) });
    await settle();
    if (page.types().length !== 2) throw new Error('the page was not told');
    slow.types();
    if (moment === 120) earlyBytes = await usedBytes();
  }
  const grownBytes = (await usedBytes()) - earlyBytes;
  // Ten would be borne; kept rows of what is gone would be some four.
  expect(grownBytes).toBeLessThan(2 * 1024 ** 2);
});
