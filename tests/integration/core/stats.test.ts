import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { EndedProcesses, ProcessRow } from '../../../main/contract/processes.ts';
import type { HostReading, StatsItem } from '../../../main/contract/stats.ts';
import { finish, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { inside, startInside } from './support/inside.ts';
import { profile, start, stop } from './support/stage.ts';

const repository = '/var/www/github/harbor-api';
/** The runners on the host that serve samplers: one session each. */
const samplers = `for f in /proc/[0-9]*/cmdline; do
  if tr '\\0' ' ' <"$f" 2>/dev/null | grep -q '/runner sample '; then f=\${f%/cmdline}; s=$(cut -d' ' -f6 "$f/stat"); p=\${f##*/}; [ "$s" != "$p" ] || echo "$p"; fi
done`;
let host: SandboxHost;
let proxy: LinkProxy;
let app: TestCore;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
  proxy = await startLinkProxy(host.ssh);
  app = await startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
}, 300_000);
afterAll(async () => {
  await app?.close();
  await proxy?.close();
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

/** The pids of the samplers that run, one per session. */
const samplerPids = async () => (await inside(host, samplers)).split('\n').filter(Boolean);

/** Somebody who watches, and what the page would show. Not through the contract, which has no interval below 2 s. */
function watch(hasProcesses = true, intervalSeconds = 0.2) {
  const leaving = new AbortController();
  const items: StatsItem[] = [];
  const shown = new Map<number, ProcessRow>();
  let reading: HostReading | null = null;
  let wakeAll: (() => void)[] = [];
  const take = (item: StatsItem) => {
    items.push(item);
    if (item.type === 'reading') reading = item.reading;
    if (item.type === 'processes') {
      if (item.isWhole) shown.clear();
      for (const pid of item.gone) shown.delete(pid);
      for (const row of item.rows) shown.set(row.pid, row);
      for (const update of item.updates) {
        const known = shown.get(update.pid);
        if (known === undefined) throw new Error(`nobody was told of ${update.pid}`);
        shown.set(update.pid, { ...known, ...update });
      }
    }
    for (const wake of wakeAll.splice(0)) wake();
  };
  const over = (async () => {
    const wants = { profile, intervalSeconds, hasProcesses };
    for await (const item of app.core.handlers.stats.watch(wants, { signal: leaving.signal })) take(item);
  })();
  return {
    items,
    shown,
    /** Waits until what is shown fits. */
    async until<T>(find: (reading: HostReading, shown: ReadonlyMap<number, ProcessRow>) => T | undefined): Promise<T> {
      for (;;) {
        const found = reading === null ? undefined : find(reading, shown);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wakeAll = [...wakeAll, resolve];
        });
      }
    },
    /** Waits for the next item that fits. */
    async next(isMeant: (item: StatsItem) => boolean): Promise<StatsItem> {
      for (let from = items.length; ; ) {
        const found = items.slice(from).find(isMeant);
        if (found !== undefined) return found;
        from = items.length;
        await new Promise<void>((resolve) => {
          wakeAll = [...wakeAll, resolve];
        });
      }
    },
    async leave() {
      leaving.abort();
      await over;
    },
  };
}

const isReading = ({ type }: StatsItem) => type === 'reading';

it('tells what the host itself says, and whose the processes are', async () => {
  const started = await start(app, repository);
  const viewer = watch();
  try {
    const own = await viewer.until((reading, shown) => {
      const rows = [...shown.values()].filter(
        ({ owner }) => owner.kind === 'instance' && owner.instanceId === started.id,
      );
      const of = reading.instances.find(({ id }) => id === started.id);
      return rows.some(({ role, proportionalBytes }) => role === 'server' && proportionalBytes !== null) && of
        ? { rows, of, reading }
        : undefined;
    });
    const [total, boot, cores, disk] = (
      await inside(
        host,
        `awk '/^MemTotal/ { printf "%.0f\\n", $2 * 1024 }' /proc/meminfo; cat /proc/sys/kernel/random/boot_id; grep -c '^cpu[0-9]' /proc/stat
         df -B1 --output=size / | tail -n 1`,
      )
    ).split('\n');
    expect(own.reading).toMatchObject({ bootId: boot, memory: { totalBytes: Number(total) } });
    expect(own.reading.cpu.coreShares).toHaveLength(Number(cores));
    expect(own.reading.cpu.usedShare).toBeLessThanOrEqual(1);
    const root = await viewer.until(({ disks }) => disks.find(({ path }) => path === '/'));
    expect(root.totalBytes).toBe(Number(disk));
    expect(own.rows.map(({ pid }) => pid)).toContain(started.pid);
    expect(own.of.processCount).toBeGreaterThan(1);
    // Read on the host while it runs idle, so they differ by little.
    const pss = own.rows.map(({ pid }) => `/proc/${pid}/smaps_rollup`).join(' ');
    const truth = Number(
      await inside(host, `cat ${pss} | awk '/^Pss:/ { sum += $2 } END { printf "%.0f\\n", sum * 1024 }'`),
    );
    const settled = await viewer.until(({ instances }) => {
      const bytes = instances.find(({ id }) => id === started.id)?.memoryBytes ?? 0;
      return Math.abs(bytes / truth - 1) < 0.05 ? bytes : undefined;
    });
    expect(settled).toBeGreaterThan(0);
    expect(await samplerPids()).toHaveLength(1);
  } finally {
    await viewer.leave();
    await stop(app, repository);
  }
});

it('has one session for two viewers, goes on after a kill, and leaves none after the last of them', async () => {
  const one = watch();
  await one.next(isReading);
  const other = watch(false, 1);
  await other.next(isReading);
  const [pid, ...more] = await samplerPids();
  expect(more).toEqual([]);
  await inside(host, `kill -KILL ${pid}`);
  await one.next(({ type }) => type === 'processes' || type === 'reading');
  const whole = await one.next((item) => item.type === 'processes' && item.isWhole);
  expect(whole).toMatchObject({ isWhole: true });
  const [next, ...others] = await samplerPids();
  expect([next === pid, others]).toEqual([false, []]);
  expect([...one.items, ...other.items].filter(({ type }) => type === 'failed' || type === 'waiting')).toEqual([]);
  await one.leave();
  await other.next(isReading);
  expect(other.items.some(({ type }) => type === 'processes')).toBe(false);
  await other.leave();
  await poll('the end of the sampler', async () => ((await samplerPids()).length === 0 ? true : null), 15_000);
});

it('says that it waits for a link that was cut, and goes on with the whole table', async () => {
  const viewer = watch();
  await viewer.next(isReading);
  const waits = viewer.next(({ type }) => type === 'waiting');
  proxy.cut();
  expect(await waits).toMatchObject({ isRetried: true });
  await proxy.restore();
  const item = await viewer.next((one) => one.type === 'processes');
  expect(item).toMatchObject({ isWhole: true });
  await viewer.leave();
});

it('ends processes by their identity, and those of others only as they were shown', async () => {
  const calm = await startInside(host, `bash -c 'echo up; exec sleep 1000'`, host.ssh.user);
  const deaf = `trap "" TERM; echo up; while :; do read -t 1000 <>/proc/self/fd/0; done`;
  const stubborn = await startInside(host, `bash -c '${deaf}' </dev/zero`, host.ssh.user);
  const viewer = watch();
  const rowOf = (wanted: number) => viewer.until((_reading, shown) => shown.get(wanted));
  const [first, second] = [await rowOf(calm), await rowOf(stubborn)];
  const end = async (isForced: boolean, ...rows: readonly (ProcessRow & { isShown?: boolean })[]) => {
    const processes = rows.map(({ pid, startTicks, user, name, isShown = true }) => ({
      pid,
      startTicks,
      foreign: isShown ? { user, name } : null,
    }));
    const { last } = await finish(app.client.processes.end({ profile, processes, isForced }));
    if (last.type !== 'done') throw new Error(last.failure.message);
    return pidsOf(last.value);
  };
  try {
    const none = { ended: [], alive: [], gone: [], failures: [] };
    expect(await end(false, { ...first, isShown: false })).toEqual({ ...none, failures: [first.pid] });
    expect(await end(true, { ...first, name: 'another' })).toEqual({ ...none, failures: [first.pid] });
    expect(await end(true, { ...first, startTicks: first.startTicks - 1 })).toEqual({ ...none, gone: [first.pid] });
    expect(await end(false, first, second)).toEqual({ ...none, ended: [first.pid], alive: [second.pid] });
    expect(await end(true, second)).toEqual({ ...none, ended: [second.pid] });
    await viewer.until((_reading, shown) => (shown.has(first.pid) || shown.has(second.pid) ? undefined : true));
  } finally {
    await viewer.leave();
  }
});

const pidsOf = ({ ended, alive, gone, failures }: EndedProcesses) => {
  const pids = (all: readonly { pid: number }[]) => all.map(({ pid }) => pid);
  return { ended: pids(ended), alive: pids(alive), gone: pids(gone), failures: pids(failures) };
};
