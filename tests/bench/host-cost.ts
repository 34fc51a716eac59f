import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { alone } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { percentile } from './statistics.ts';
import { connectBerth } from './support/berth-side.ts';
import { type BoxCost, findBoxCost, memoryBytes } from './support/box-cost.ts';
import { plantIdleProcesses } from './support/idle-processes.ts';

const idleProcessCount = 500;
const watchMs = 30_000;
const refreshMs = 2_000;
const sampleMs = 50;
const maxCpuPercent = 1;
const maxMegabytes = 12;
const profile = 'sandbox';

/** What a dashboard that is looked at costs the host: the login, the runner and all it starts. */
export const hostCost: Benchmark = {
  name: 'host-cost',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', repositories: ['harbor-api', 'tide-charts'] });
    stack.defer(() => host.stop());
    await plantIdleProcesses(host, idleProcessCount, stack);
    const cost = await findBoxCost(host);
    const strangers = new Set(await cost.pids());
    const berth = stack.use(await connectBerth(host));
    const read = async () => {
      const stats = await berth.app.client.hosts.stats({ profile });
      if (!stats.ok) throw new Error(stats.failure.message);
    };
    await read();

    say('no instance …');
    const quiet = await watch(cost, strangers, read);
    say('two instances …');
    await berth.start('harbor-api');
    await berth.start('tide-charts');
    const instancesIdle = await cpuPercentOf(cost, () => sleep(watchMs / 3));
    const busy = await cpuPercentOf(cost, () => refresh(read, watchMs));
    return [
      ...quiet,
      alone({ what: 'processor, two idle instances beside it', unit: '%' }, [busy - instancesIdle], maxCpuPercent),
    ];
  },
};

async function watch(cost: BoxCost, strangers: ReadonlySet<number>, read: () => Promise<void>): Promise<Figure[]> {
  const samples: number[] = [];
  const controller = new AbortController();
  const sampling = sample(cost, strangers, samples, controller.signal);
  const cpuPercent = await cpuPercentOf(cost, () => refresh(read, watchMs));
  controller.abort();
  await sampling;
  const megabytes = samples.map((bytes) => bytes / 1e6);
  const where = `${idleProcessCount} processes, stats every ${refreshMs / 1000} s`;
  return [
    alone({ what: `processor of one core, ${where}`, unit: '%' }, [cpuPercent], maxCpuPercent),
    alone({ what: 'memory, most of the time (PSS)', unit: 'MB' }, [percentile(megabytes, 0.5)], maxMegabytes),
    alone({ what: 'memory, at most (PSS)', unit: 'MB' }, [percentile(megabytes, 1)], maxMegabytes),
  ];
}

/** Reads every 2 s, as the page does: the pause begins when the answer is there. */
async function refresh(read: () => Promise<void>, forMs: number): Promise<void> {
  const endAtMs = performance.now() + forMs;
  while (performance.now() < endAtMs) {
    await read();
    await sleep(refreshMs);
  }
}

/** Processor time of the whole box while something is done, in percent of one core. */
async function cpuPercentOf(cost: BoxCost, action: () => Promise<unknown>): Promise<number> {
  const [cpuBeforeMs, startedAtMs] = [await cost.cpuMs(), performance.now()];
  await action();
  return ((await cost.cpuMs()) - cpuBeforeMs) / ((performance.now() - startedAtMs) / 100);
}

async function sample(
  cost: BoxCost,
  strangers: ReadonlySet<number>,
  samples: number[],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    samples.push(await memoryBytes((await cost.pids()).filter((pid) => !strangers.has(pid))));
    await sleep(sampleMs);
  }
}
