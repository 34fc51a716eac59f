import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { ProcessRow } from '../../../main/contract/processes.ts';
import type { HostReading, StatsItem } from '../../../main/contract/stats.ts';
import { plantIdleProcesses } from '../../bench/support/idle-processes.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { type HostViewer, watchHost } from './support/host-viewer.ts';
import { berthHome, inside, nodeInside, quoted, startInside } from './support/inside.ts';
import { type ProcTruth, procTruth } from './support/proc-truth.ts';
import { setStage, start, stop } from './support/stage.ts';

/** A host under real load: what is told is what its own `/proc` says, read from outside of it. */

const stage = setStage();
const hogBytes = 512 * 1024 ** 2;
/** Takes memory and a whole core. */
const hog = `const held = Buffer.alloc(${hogBytes}, 1); console.log('up'); for (let at = 0; ; at = (at + 4096) % held.length) held[at] ^= 1;`;
const readingCount = 6;
const intervalSeconds = 0.5;

/** Within a twentieth of what is true. */
const agrees = (told: number, truth: number) => Math.abs(told - truth) <= 0.05 * truth;

/** A figure as it was told and as it was, means over some seconds. */
interface Mean {
  readonly told: number;
  readonly truth: number;
}

interface Watched {
  readonly viewer: HostViewer;
  readonly truth: ProcTruth;
  readonly hogPid: number;
  readonly strangerPid: number;
  readonly instanceId: string;
}

const isReading = ({ type }: StatsItem) => type === 'reading';

/** The readings so far, each with how long it is about and the shares that were told of processes then. */
function momentsOf(items: readonly StatsItem[], pids: readonly number[]) {
  const shares = new Map<number, number>();
  const moments: { reading: HostReading; seconds: number; shares: readonly number[] }[] = [];
  let [before, last]: (HostReading | null)[] = [null, null];
  for (const item of items) {
    // The table of a moment comes after its reading.
    if (item.type === 'processes') {
      for (const { pid, cpuShare } of [...item.rows, ...item.updates]) shares.set(pid, cpuShare);
    }
    if (item.type !== 'reading') continue;
    if (before && last) {
      const seconds = last.uptimeSeconds - before.uptimeSeconds;
      moments.push({ reading: last, seconds, shares: pids.map((pid) => shares.get(pid) ?? 0) });
    }
    before = last;
    last = item.reading;
  }
  return moments;
}

async function watchSpan({ viewer, truth, hogPid, strangerPid, instanceId }: Watched): Promise<readonly Mean[]> {
  const own = await viewer.until((_reading, shown) =>
    [...shown.values()].flatMap(({ pid, owner }) =>
      owner.kind === 'instance' && owner.instanceId === instanceId ? [pid] : [],
    ),
  );
  const ticksOf = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + (truth.process(pid)?.cpuTicks ?? 0), 0);
  const look = () => ({
    atSeconds: truth.uptimeSeconds(),
    cpu: truth.cpuTicks(),
    processes: [ticksOf([hogPid]), ticksOf([strangerPid]), ticksOf(own)],
  });
  await viewer.next(isReading);
  const before = look();
  for (let count = 0; count < readingCount; count += 1) await viewer.next(isReading);
  const after = look();
  // By then the table of the last one is there.
  await viewer.next(isReading);
  const moments = momentsOf(viewer.items, [hogPid, strangerPid]).filter(
    ({ reading: { uptimeSeconds } }) => uptimeSeconds > before.atSeconds && uptimeSeconds <= after.atSeconds,
  );
  const seconds = moments.reduce((sum, moment) => sum + moment.seconds, 0);
  const mean = (figure: (moment: (typeof moments)[number]) => number) =>
    moments.reduce((sum, moment) => sum + figure(moment) * moment.seconds, 0) / seconds;
  const told = [
    mean(({ shares }) => shares[0] ?? 0),
    mean(({ shares }) => shares[1] ?? 0),
    mean(({ reading }) => reading.instances.find(({ id }) => id === instanceId)?.cpuShare ?? 0),
  ];
  const grown = after.processes.map((ticks, index) => ticks - (before.processes[index] ?? 0));
  const ticks = (after.atSeconds - before.atSeconds) * 100;
  const usedTruth = (after.cpu.busy - before.cpu.busy) / (after.cpu.all - before.cpu.all);
  return [
    { told: mean(({ reading }) => reading.cpu.usedShare), truth: usedTruth },
    ...told.map((share, index) => ({ told: share, truth: (grown[index] ?? 0) / ticks })),
  ];
}

/** Sends so many bytes from the host to this machine, past Berth. */
async function send({ ssh }: SandboxHost, byteCount: number): Promise<void> {
  const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
  const target = ['-i', ssh.keyPath, '-p', String(ssh.port), ...options, `${ssh.user}@${ssh.host}`];
  const sending = spawn('ssh', [...target, `head -c ${byteCount} /dev/zero`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(sending, 'close');
  expect(code).toBe(0);
}

it('tells processor, memory, load, pressure, disks and network as they are, and whose they are', async () => {
  const { host, app } = stage;
  const truth = procTruth(host);
  // A small disk of its own for what Berth keeps, and full already: disks are looked at each half minute.
  await inside(host, 'mkdir -p ~/.local/share; mount -t tmpfs -o size=400m,mode=0755 small ~/.local/share');
  const { id } = await start(app, 'harbor-api');
  await start(app, 'tide-charts');
  await inside(host, `head -c $(($(stat -f -c '%a * %S' ~/.local/share) - 6000000)) /dev/zero >~/.local/share/filler`);
  const marks = `BERTH_INSTANCE=${id} BERTH_INSTANCE_HOME="${berthHome}"`;
  const hogPid = await startInside(host, `env ${marks} ${nodeInside} -e ${quoted(hog)}`);
  const strangerPid = await startInside(host, `bash -c 'echo up; while :; do :; done'`, 'mallory');
  const viewer = watchHost(app, { intervalSeconds });
  try {
    const rows = await viewer.until((_reading, shown) => {
      const [own, stranger] = [shown.get(hogPid), shown.get(strangerPid)];
      return own?.proportionalBytes != null && stranger !== undefined ? { own, stranger } : undefined;
    });
    expect(rows.own.owner).toEqual({ kind: 'instance', instanceId: id });
    expect(rows.stranger).toMatchObject({ owner: { kind: 'other' }, user: 'mallory' });
    expect(rows.own.memoryBytes).toBeGreaterThan(hogBytes);
    expect(agrees(rows.own.memoryBytes, truth.process(hogPid)?.residentBytes ?? 0)).toBe(true);
    expect(agrees(rows.own.proportionalBytes ?? 0, truth.proportionalBytes(hogPid))).toBe(true);

    const [size, available] = (await inside(host, 'df -B1 --output=size,avail ~/.local/share | tail -n 1')).split(
      /\s+/,
    );
    const disk = await viewer.until(({ disks }) => disks.find(({ path }) => path === '/root/.local/share'));
    expect(disk.totalBytes).toBe(Number(size));
    expect(1 - disk.availableBytes / disk.totalBytes).toBeGreaterThan(0.9);
    expect(agrees(disk.totalBytes - disk.availableBytes, Number(size) - Number(available))).toBe(true);

    // The rest of the machine does what it likes, so that one span in three has to agree; each is some seconds.
    const spans: (readonly Mean[])[] = [];
    const isTrue = (means: readonly Mean[]) => means.every(({ told, truth: meant }) => agrees(told, meant));
    while (spans.length < 3 && !spans.some(isTrue)) {
      spans.push(await watchSpan({ viewer, truth, hogPid, strangerPid, instanceId: id }));
    }
    expect(spans.some(isTrue), JSON.stringify(spans)).toBe(true);
    expect(spans[0]?.[1]?.truth).toBeGreaterThan(0.2);
    // The other repository is not blamed for it.
    const other = await viewer.until(({ instances }) =>
      instances.find((instance) => instance.id !== id && instance.cpuShare < 0.2),
    );
    expect(other.memoryBytes).toBeLessThan(hogBytes);

    // Means of the kernel, which move while they are read: true is what they are at the moment of some reading.
    const means = (reading: HostReading) => {
      const [one = Number.NaN] = truth.read('loadavg').split(' ').map(Number);
      const waited = truth.cpuPressure();
      const { cpuShare } = reading.pressure;
      const free = truth.memoryBytes('MemAvailable');
      const used = truth.memoryBytes('MemTotal') - free;
      const { totalBytes, availableBytes } = reading.memory;
      return (
        agrees(reading.load.one, one) &&
        (cpuShare === null || waited === null ? cpuShare === waited : agrees(cpuShare, waited)) &&
        agrees(availableBytes, free) &&
        agrees(totalBytes - availableBytes, used)
      );
    };
    await viewer.until((reading) => (means(reading) ? true : undefined));

    const byteCount = 60_000_000;
    const from = viewer.items.length;
    let last = await viewer.until((reading) => reading);
    const sentBefore = truth.sentBytes('eth0');
    await send(host, byteCount);
    const sentAfter = truth.sentBytes('eth0');
    const overAtSeconds = truth.uptimeSeconds();
    await viewer.until(({ uptimeSeconds }) => (uptimeSeconds > overAtSeconds ? true : undefined));
    let told = 0;
    for (const item of viewer.items.slice(from)) {
      if (item.type !== 'reading') continue;
      const { networks, uptimeSeconds } = item.reading;
      const rate = networks.find(({ name }) => name === 'eth0')?.sentBytesPerSecond ?? 0;
      told += rate * (uptimeSeconds - last.uptimeSeconds);
      last = item.reading;
    }
    expect(sentAfter - sentBefore).toBeGreaterThan(byteCount);
    expect(agrees(told, sentAfter - sentBefore), `${told} of ${sentAfter - sentBefore}`).toBe(true);
  } finally {
    await viewer.leave();
    await inside(host, `kill -KILL ${hogPid} ${strangerPid}; rm -f ~/.local/share/filler`);
    await stop(app, 'harbor-api');
    await stop(app, 'tide-charts');
  }
});

it('has each of five hundred and of a thousand processes right, and forgets them when they end', async () => {
  const { host, app } = stage;
  const truth = procTruth(host);
  const viewer = watchHost(app, { intervalSeconds });
  const isWhole = () =>
    viewer.until(({ processCount }, shown) => {
      const pids = truth.pids();
      const isSame = pids.length === shown.size && pids.every((pid) => shown.has(pid));
      return isSame && processCount === shown.size ? pids.length : undefined;
    });
  const quiet = await isWhole();
  for (const count of [500, 1000]) {
    await using stack = new AsyncDisposableStack();
    await plantIdleProcesses(host, count, stack);
    expect(await isWhole()).toBeGreaterThanOrEqual(count);
    let lookCount = 0;
    const wrong = await viewer.until((_reading, shown) => {
      const idle = [...shown.values()].filter(({ name }) => name === 'sleep');
      const isWrong = ({ pid, startTicks, parentPid, memoryBytes, user, owner, command }: ProcessRow) => {
        const meant = truth.process(pid);
        const isSame = meant?.startTicks === startTicks && meant.parentPid === parentPid;
        const isOthers = user === host.ssh.user && owner.kind === 'other' && command === 'sleep infinity';
        return !(isSame && isOthers && agrees(memoryBytes, meant.residentBytes));
      };
      const found = idle.length < count ? null : idle.filter(isWrong);
      // What began a moment ago takes its memory a moment later.
      return found?.length === 0 || (found !== null && ++lookCount > 10) ? found : undefined;
    });
    expect(wrong).toEqual([]);
  }
  await viewer.until((_reading, shown) => (shown.size <= quiet + 5 ? true : undefined));
  await viewer.leave();
});
