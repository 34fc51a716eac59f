import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { EndedProcesses, ProcessRow } from '../../../main/contract/processes.ts';
import type { StatsItem } from '../../../main/contract/stats.ts';
import { finish, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { poll } from '../../support/sandbox/poll.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { watchHost } from './support/host-viewer.ts';
import { changeInside, inside, startInside, whileChanged } from './support/inside.ts';
import { procTruth } from './support/proc-truth.ts';
import { profile, start, stop } from './support/stage.ts';

const repository = '/var/www/github/harbor-api';
/** The runners on the host that serve samplers: one session each. */
const samplers = `for f in /proc/[0-9]*/cmdline; do
  if tr '\\0' ' ' <"$f" 2>/dev/null | grep -q '/runner sample '; then f=\${f%/cmdline}; s=$(cut -d' ' -f6 "$f/stat" 2>/dev/null) || continue; p=\${f##*/}; [ "$s" != "$p" ] || echo "$p"; fi
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

const watch = (hasProcesses = true, intervalSeconds = 0.2) => watchHost(app, { hasProcesses, intervalSeconds });
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

it('says that it waits for a link that was cut, and goes on with the whole table, also of a host that was started again', async () => {
  const viewer = watch();
  await viewer.next(isReading);
  const bootId = '5eeb0075-0000-4000-8000-000000000001';
  const place = '/proc/sys/kernel/random/boot_id';
  // All that tells another boot apart; a box cannot be started again.
  const reboot = `echo ${bootId} >/run/boot_id; mount --bind /run/boot_id ${place}`;
  const waits = viewer.next(({ type }) => type === 'waiting');
  proxy.cut();
  expect(await waits).toMatchObject({ isRetried: true });
  await whileChanged(changeInside(host, reboot, `umount ${place}`), async () => {
    const told = viewer.items.length;
    await proxy.restore();
    await viewer.until((reading) => (reading.bootId === bootId ? true : undefined));
    await viewer.next(({ type }) => type === 'processes');
    const after = viewer.items.slice(told);
    expect(after.find(({ type }) => type === 'processes')).toMatchObject({ isWhole: true });
    // Nothing that was counted before is taken for what was done since.
    const shares = after.flatMap((item) => (item.type === 'reading' ? [item.reading.cpu.usedShare] : []));
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });
  await viewer.leave();
});

it('takes a process that has the pid of another one by now for what it is', async () => {
  const busy = await startInside(host, `bash -c 'echo up; while :; do :; done'`);
  const viewer = watch();
  const before = await viewer.until((_reading, shown) => {
    const row = shown.get(busy);
    return row !== undefined && row.cpuShare > 0.1 ? row : undefined;
  });
  // Others may take the number before it does.
  const reuse = `kill -KILL ${busy}; until [[ ! -e /proc/${busy} ]]; do ((SECONDS < 10)) || exit 1; done
    for ((count = 0; count < 500; count++)); do
      echo ${busy - 1} >/proc/sys/kernel/ns_last_pid; sleep 1000 </dev/null >/dev/null 2>&1 &
      [[ $! != ${busy} ]] || exit 0; kill -KILL $!
    done; exit 1`;
  await inside(host, reuse);
  const row = await viewer.until((_reading, shown) => {
    const known = shown.get(busy);
    return known?.name === 'sleep' ? known : undefined;
  });
  expect(row.startTicks).toBe(procTruth(host).process(busy)?.startTicks);
  expect(row.startTicks).toBeGreaterThan(before.startTicks);
  expect(row.cpuShare).toBeLessThan(0.1);
  const mixed = viewer.items.flatMap((item) => (item.type === 'processes' ? item.rows : []));
  const names = mixed.filter(({ pid, startTicks }) => pid === busy && startTicks === before.startTicks);
  expect(new Set(names.map(({ name }) => name))).toEqual(new Set(['bash']));
  await viewer.leave();
  await inside(host, `kill -KILL ${busy}`);
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
