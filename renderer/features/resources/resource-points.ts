import type { HistoryPoint, HostReading } from '../../../main/contract/stats.ts';

/** One moment of a chart; null where nobody looked. */
export interface Sample {
  readonly atMs: number;
  readonly point: HistoryPoint | null;
}

/** The name of a host's own network, on which it talks to itself. */
const loopback = 'lo';

/**
 * A reading as a point of the past; `homePath` is where the file system is that history tells of, as far as it is known. A
 * reading without disks has those of the point before: they are read a moment later than the rest.
 */
export function pointOf(reading: HostReading, homePath: string | null, before?: HistoryPoint): HistoryPoint {
  const { atMs, cpu, memory, pressure, disks, networks, instances } = reading;
  const disk = disks.find(({ path }) => path === homePath) ?? disks[0];
  const outside = networks.filter(({ name }) => name !== loopback);
  return {
    atMs,
    cpuShare: cpu.usedShare,
    memoryUsedBytes: memory.totalBytes - memory.availableBytes,
    memoryTotalBytes: memory.totalBytes,
    swapUsedBytes: memory.swapTotalBytes - memory.swapFreeBytes,
    diskUsedBytes: disk === undefined ? (before?.diskUsedBytes ?? 0) : disk.totalBytes - disk.availableBytes,
    diskTotalBytes: disk?.totalBytes ?? before?.diskTotalBytes ?? 0,
    receivedBytesPerSecond: sumOf(outside.map(({ receivedBytesPerSecond }) => receivedBytesPerSecond)),
    sentBytesPerSecond: sumOf(outside.map(({ sentBytesPerSecond }) => sentBytesPerSecond)),
    memoryPressureShare: pressure.memoryShare,
    instances: instances.map(({ id, memoryBytes, byRole }) => ({ id, memoryBytes, byRole })),
  };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Points that lie closer than a step as one: shares and rates are averaged, and of memory the most is kept. */
export function thinPoints(points: readonly HistoryPoint[], stepMs: number): readonly HistoryPoint[] {
  const thinned: HistoryPoint[] = [];
  let group: HistoryPoint[] = [];
  let place = Number.NaN;
  for (const point of points) {
    const own = Math.floor(point.atMs / stepMs);
    if (own !== place && group.length > 0) {
      thinned.push(mergePoints(group));
      group = [];
    }
    place = own;
    group.push(point);
  }
  if (group.length > 0) thinned.push(mergePoints(group));
  return thinned;
}

function mergePoints(group: readonly HistoryPoint[]): HistoryPoint {
  const fullest = group.reduce((most, point) => (point.memoryUsedBytes > most.memoryUsedBytes ? point : most));
  const last = group.at(-1) ?? fullest;
  if (group.length === 1) return last;
  const mean = (of: (point: HistoryPoint) => number) => sumOf(group.map(of)) / group.length;
  const pressures = group.flatMap(({ memoryPressureShare }) => memoryPressureShare ?? []);
  return {
    ...fullest,
    atMs: last.atMs,
    cpuShare: mean(({ cpuShare }) => cpuShare),
    receivedBytesPerSecond: mean(({ receivedBytesPerSecond }) => receivedBytesPerSecond),
    sentBytesPerSecond: mean(({ sentBytesPerSecond }) => sentBytesPerSecond),
    diskUsedBytes: last.diskUsedBytes,
    diskTotalBytes: last.diskTotalBytes,
    memoryPressureShare: pressures.length === 0 ? null : sumOf(pressures) / pressures.length,
  };
}

/** Where two live points are farther apart, the page did not look, and the host's own notes tell of that time. */
const unwatchedMs = 75_000;

/**
 * One row of points out of what a host noted and what was seen live, in the order of time. Where both tell of a moment it is
 * what was seen, so that nothing is there twice.
 */
export function joinPoints(
  history: readonly HistoryPoint[],
  live: readonly HistoryPoint[],
  fromMs: number,
  stepMs: number,
): readonly HistoryPoint[] {
  const watched = live.filter(({ atMs }) => atMs >= fromMs);
  // The last one stays as it is, so that a chart ends with what the rest of the page shows.
  const seen = [...thinPoints(watched.slice(0, -1), stepMs), ...watched.slice(-1)];
  const joined: HistoryPoint[] = [];
  let index = 0;
  for (const point of history) {
    if (point.atMs < fromMs) continue;
    while (index < seen.length && (seen[index]?.atMs ?? 0) <= point.atMs) joined.push(seen[index++] as HistoryPoint);
    const before = index > 0 ? (seen[index - 1]?.atMs ?? 0) : Number.NEGATIVE_INFINITY;
    const after = seen[index]?.atMs ?? Number.POSITIVE_INFINITY;
    const isSeen = after - before <= Math.max(unwatchedMs, stepMs * 2);
    const isBeside = point.atMs - before < stepMs / 2 || after - point.atMs < stepMs / 2;
    if (!isSeen && !isBeside) joined.push(point);
  }
  return [...joined, ...seen.slice(index)];
}

/** Puts an empty moment between points that are farther apart than they would be had somebody looked. */
export function withGaps(points: readonly HistoryPoint[], stepMs: number): readonly Sample[] {
  // A host notes once a minute at least while its keeper is there.
  const gapMs = 2.5 * Math.max(60_000, stepMs);
  return points.flatMap((point, index): Sample[] => {
    const before = points[index - 1];
    const sample: Sample = { atMs: point.atMs, point };
    if (before === undefined || point.atMs - before.atMs <= gapMs) return [sample];
    return [{ atMs: Math.round((before.atMs + point.atMs) / 2), point: null }, sample];
  });
}
