import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostReading } from '../../main/contract/stats.ts';
import type { SandboxHost } from '../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { alone, besidePeer } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { median, percentile } from './statistics.ts';
import { connectBerth } from './support/berth-side.ts';
import { type BoxCost, findBoxCost, memoryBytes } from './support/box-cost.ts';
import { plantIdleProcesses } from './support/idle-processes.ts';

const idleProcessCount = 500;
const roundCount = 3;
const roundMs = 12_000;
const intervalSeconds = 2;
const maxCpuPercent = 1;
const maxMegabytes = 12;
const maxKilobytesPerSecond = 3;
const profile = 'sandbox';
const where = `${idleProcessCount} processes, every ${intervalSeconds} s`;

/** What somebody who looks at the processes of a host costs it, beside `top -b` that looks as often. */
export const sampler: Benchmark = {
  name: 'sampler',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box' });
    stack.defer(() => host.stop());
    await plantIdleProcesses(host, idleProcessCount, stack);
    const cost = await findBoxCost(host);
    const berth = stack.use(await connectBerth(host));
    const stats = await berth.app.client.hosts.stats({ profile });
    if (!stats.ok) throw new Error(stats.failure.message);

    const leaving = new AbortController();
    const readings: HostReading[] = [];
    const idle: number[] = [];
    const top: number[] = [];
    const ours: number[] = [];
    const megabytes: number[] = [];
    const strangers = new Set(await cost.pids());
    for (let round = 1; round <= roundCount; round++) {
      say(`nobody looks, and top, ${round} of ${roundCount} …`);
      idle.push(await cpuPercentOf(cost, () => sleep(roundMs)));
      top.push(await cpuPercentOf(cost, () => runTop(host)));
    }
    const watching = (async () => {
      const wants = { profile, intervalSeconds, hasProcesses: true };
      for await (const item of berth.app.client.stats.watch(wants, { signal: leaving.signal })) {
        if (item.type === 'reading') readings.push(item.reading);
        if (item.type === 'failed') throw new Error(item.failure.message);
      }
    })();
    stack.defer(async () => {
      leaving.abort();
      await watching.catch(() => {});
    });
    while (readings.length === 0) await Promise.race([sleep(50), watching]);
    const written: number[] = [];
    for (let round = 1; round <= roundCount; round++) {
      say(`somebody looks, ${round} of ${roundCount} …`);
      const before = await writtenBytes(cost);
      ours.push(await cpuPercentOf(cost, () => sampleMemory(cost, strangers, megabytes)));
      written.push((await writtenBytes(cost)) - before);
    }
    const quiet = median(idle);
    return figures(
      ours.map((percent) => percent - quiet),
      top.map((percent) => percent - quiet),
      megabytes,
      written.map((bytes) => bytes / roundMs),
    );
  },
};

function figures(
  ours: readonly number[],
  top: readonly number[],
  megabytes: readonly number[],
  written: readonly number[],
): Figure[] {
  const peer = { name: 'top -b', rounds: top };
  return [
    alone({ what: `processor of one core, ${where}`, unit: '%' }, ours, maxCpuPercent),
    besidePeer({ what: `the same, beside top -b -d ${intervalSeconds}`, unit: '%' }, ours, peer),
    alone({ what: 'memory of all its processes, at most (PSS)', unit: 'MB' }, [percentile(megabytes, 1)], maxMegabytes),
    alone({ what: 'told per second', unit: 'kB' }, written, maxKilobytesPerSecond),
  ];
}

async function runTop(host: SandboxHost): Promise<void> {
  const count = roundMs / 1000 / intervalSeconds;
  const { code, stderr } = await host.run(`exec top -b -d ${intervalSeconds} -n ${count + 1} >/dev/null`);
  if (code !== 0) throw new Error(`top ended with ${String(code)}: ${stderr}`);
}

/** Processor time of the whole box while something is done, in percent of one core. */
async function cpuPercentOf(cost: BoxCost, action: () => Promise<unknown>): Promise<number> {
  const [cpuBeforeMs, startedAtMs] = [await cost.cpuMs(), performance.now()];
  await action();
  return ((await cost.cpuMs()) - cpuBeforeMs) / ((performance.now() - startedAtMs) / 100);
}

async function sampleMemory(cost: BoxCost, strangers: ReadonlySet<number>, megabytes: number[]): Promise<void> {
  const endAtMs = performance.now() + roundMs;
  while (performance.now() < endAtMs) {
    const pids = (await cost.pids()).filter((pid) => !strangers.has(pid));
    megabytes.push((await memoryBytes(pids)) / 1e6);
    await sleep(Math.min(500, Math.max(0, endAtMs - performance.now())));
  }
}

/** What the sampler's reader has written so far: all of it goes to the desktop, but for a few bytes to its own bash. */
async function writtenBytes(cost: BoxCost): Promise<number> {
  const there = new Set((await cost.pids()).map(String));
  for (const pid of (await readdir('/proc')).filter((name) => there.has(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('/sample.awk')) continue;
    return Number(/^wchar: (\d+)$/m.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1]);
  }
  throw new Error('nobody reads the host');
}
