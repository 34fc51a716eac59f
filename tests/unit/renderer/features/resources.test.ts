import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryPoint, HostReading, MemoryByRole } from '../../../../main/contract/stats.ts';
import { columnsOf, roundTop, stackedValues } from '../../../../renderer/features/resources/chart-spec.ts';
import { csvOf, formatValue } from '../../../../renderer/features/resources/chart-words.ts';
import { moveCrosshair, nearestIndex } from '../../../../renderer/features/resources/charts/crosshair.ts';
import { hostCharts, repositoryChart, roleChart } from '../../../../renderer/features/resources/host-charts.ts';
import { joinPoints, pointOf, thinPoints, withGaps } from '../../../../renderer/features/resources/resource-points.ts';
import { createResourcesModel } from '../../../../renderer/features/resources/resources-model.ts';

const gibi = 1024 ** 3;
const byRole = (part: Partial<MemoryByRole> = {}): MemoryByRole => ({
  serverBytes: 0,
  extensionHostBytes: 0,
  languageServerBytes: 0,
  fileWatcherBytes: 0,
  terminalBytes: 0,
  otherBytes: 0,
  ...part,
});
const point = (atMs: number, part: Partial<HistoryPoint> = {}): HistoryPoint => ({
  atMs,
  cpuShare: 0.5,
  memoryUsedBytes: gibi,
  memoryTotalBytes: 4 * gibi,
  swapUsedBytes: 0,
  diskUsedBytes: gibi,
  diskTotalBytes: 10 * gibi,
  receivedBytesPerSecond: 0,
  sentBytesPerSecond: 0,
  memoryPressureShare: null,
  instances: [],
  ...part,
});
const reading = (atMs: number, part: Partial<HostReading> = {}): HostReading => ({
  atMs,
  bootId: 'one',
  uptimeSeconds: 60,
  cpu: { usedShare: 0.25, coreShares: [0.5, 0], waitShare: 0, stolenShare: 0 },
  load: { one: 1, five: 1, fifteen: 1 },
  memory: { totalBytes: 4 * gibi, availableBytes: 3 * gibi, swapTotalBytes: gibi, swapFreeBytes: gibi },
  pressure: { cpuShare: null, memoryShare: 0.1, ioShare: null },
  disks: [
    { path: '/', device: 'a', totalBytes: 9, availableBytes: 4, readBytesPerSecond: 0, writtenBytesPerSecond: 0 },
    { path: '/home', device: 'b', totalBytes: 90, availableBytes: 40, readBytesPerSecond: 0, writtenBytesPerSecond: 0 },
  ],
  networks: [
    { name: 'lo', receivedBytesPerSecond: 7, sentBytesPerSecond: 7 },
    { name: 'eth0', receivedBytesPerSecond: 10, sentBytesPerSecond: 1 },
    { name: 'wg0', receivedBytesPerSecond: 20, sentBytesPerSecond: 2 },
  ],
  processCount: 1,
  instances: [],
  ...part,
});

test('a reading is a point of the file system that holds the home, without what the host says to itself', () => {
  expect(pointOf(reading(5), '/home')).toMatchObject({
    diskUsedBytes: 50,
    diskTotalBytes: 90,
    receivedBytesPerSecond: 30,
    sentBytesPerSecond: 3,
    memoryUsedBytes: gibi,
    memoryPressureShare: 0.1,
  });
  const without = pointOf(reading(5, { disks: [] }), '/home', point(4));
  expect(without).toMatchObject({ diskUsedBytes: gibi, diskTotalBytes: 10 * gibi });
});

test('points that lie close are one: processor averaged, the most memory kept with its repositories', () => {
  const instances = [{ id: 'a', memoryBytes: 9, byRole: byRole() }];
  const thinned = thinPoints(
    [
      point(1_000, { cpuShare: 0.2, memoryUsedBytes: 5, instances }),
      point(9_000, { cpuShare: 0.4, memoryUsedBytes: 3 }),
      point(10_000, { cpuShare: 1 }),
    ],
    10_000,
  );
  expect(thinned).toHaveLength(2);
  expect(thinned[0]).toMatchObject({ atMs: 9_000, memoryUsedBytes: 5, instances });
  expect(thinned[0]?.cpuShare).toBeCloseTo(0.3);
});

test('history and what was seen join without a seam, whatever lies where: in order, nothing twice, no hole of their own', () => {
  const stepMs = 10_000;
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });
  fc.assert(
    fc.property(times, times, (noted, seen) => {
      const of = (seconds: readonly number[]) =>
        seconds.toSorted((one, other) => one - other).map((one) => point(one * 5_000));
      const history = of(noted);
      const live = of(seen);
      const joined = joinPoints(history, live, 0, stepMs).map(({ atMs }) => atMs);
      expect(joined).toEqual([...new Set(joined)].toSorted((one, other) => one - other));
      for (const { atMs } of [...thinPoints(live.slice(0, -1), stepMs), ...live.slice(-1)])
        expect(joined).toContain(atMs);
      // Where the page did not look, what the host noted is there, or something beside it is.
      for (const { atMs } of history) {
        const nearest = Math.min(...joined.map((one) => Math.abs(one - atMs)));
        expect(nearest).toBeLessThanOrEqual(75_000);
      }
    }),
  );
});

test('a minute that the page was not looked at is told by the host', () => {
  const live = [point(0), point(5_000), point(305_000), point(310_000)];
  const history = [60_000, 120_000, 180_000, 240_000, 304_000].map((atMs) => point(atMs, { cpuShare: 0.9 }));
  const joined = joinPoints(history, live, 0, 10_000);
  expect(joined.map(({ atMs }) => atMs)).toEqual([5_000, 60_000, 120_000, 180_000, 240_000, 305_000, 310_000]);
});

test('where nobody looked there is a gap, and only there', () => {
  const samples = withGaps([point(0), point(60_000), point(900_000)], 10_000);
  expect(samples.map((sample) => sample.point === null)).toEqual([false, false, true, false]);
  expect(withGaps([point(0), point(480_000)], 240_000)).toHaveLength(2);
});

test('stacked areas stand on one another, and a gap stays one', () => {
  expect(
    stackedValues([
      [1, 2, null],
      [10, 20, null],
    ]),
  ).toEqual([
    [1, 2, null],
    [11, 22, null],
  ]);
});

test.each([
  [0.03, 'share', 0.1],
  [0.9, 'share', 1],
  [0, 'bytes-per-second', 10 * 1024],
  [1_500_000, 'bytes-per-second', 2 * 1024 ** 2],
  [1.2 * gibi, 'bytes', 2 * gibi],
  [900 * 1024 ** 2, 'bytes', gibi],
] as const)('a scale for %d (%s) ends at a round figure', (largest, unit, top) => {
  expect(roundTop(largest, unit)).toBe(top);
});

const instance = (id: string, memoryBytes: number) => ({
  id,
  memoryBytes,
  byRole: byRole({ terminalBytes: memoryBytes }),
});

test('the repositories that take the most have a colour each, the others are one, and all together are all memory', () => {
  const instances = Array.from({ length: 12 }, (_, index) => instance(`repo-${index}`, (index + 1) * 100));
  const samples = [{ atMs: 0, point: point(0, { instances }) }];
  const chart = repositoryChart(samples, (id) => `The ${id}`);
  expect(chart.series.map(({ label }) => label)).toEqual([
    ...[11, 10, 9, 8, 7, 6, 5].map((index) => `The repo-${index}`),
    '5 others',
  ]);
  expect(new Set(chart.series.map(({ colour }) => colour)).size).toBe(8);
  const sum = columnsOf(chart, samples).values.reduce((total, [value]) => total + (value ?? 0), 0);
  expect(sum).toBe(7_800);
  const ofOne = columnsOf(roleChart('repo-3'), samples).values;
  expect(ofOne.map(([value]) => value)).toEqual([0, 0, 0, 0, 400, 0]);
});

test('swap and pressure are drawn where there are any', () => {
  const ids = (part: Partial<HistoryPoint>) => {
    const charts = hostCharts([{ atMs: 0, point: point(0, part) }]);
    return charts.flatMap(({ series }) => series.map(({ id }) => id)).join(' ');
  };
  expect(ids({})).toBe('cpu memory disk received sent');
  expect(ids({ swapUsedBytes: 1, memoryPressureShare: 0 })).toBe('cpu memory swap pressure disk received sent');
});

test('CSV has a row per moment, none for a gap, and no cell that a spreadsheet runs', () => {
  const samples = [
    { atMs: 0, point: point(0, { instances: [instance('a', 5)] }) },
    { atMs: 1_000, point: null },
  ];
  const chart = repositoryChart(samples, () => '=cmd(1), "x"');
  expect(csvOf(chart, columnsOf(chart, samples))).toBe(
    'time,"\'=cmd(1), ""x"" (bytes)"\r\n1970-01-01T00:00:00.000Z,5\r\n',
  );
});

test('values are said in their unit', () => {
  expect([formatValue(null, 'share'), formatValue(0.034, 'share'), formatValue(2_048, 'bytes-per-second')]).toEqual([
    '–',
    '3.4 %',
    '2 kB/s',
  ]);
});

test('the crosshair finds the nearest moment, and keys move it', () => {
  const atMs = [0, 10, 20, 100];
  expect([nearestIndex(atMs, 14), nearestIndex(atMs, 61), nearestIndex(atMs, 999), nearestIndex(atMs, null)]).toEqual([
    1,
    3,
    3,
    null,
  ]);
  expect(moveCrosshair('ArrowLeft', false, null, 4)).toBe(2);
  expect(moveCrosshair('ArrowLeft', true, 3, 40)).toBe(0);
  expect(moveCrosshair('Home', false, 3, 4)).toBe(0);
  expect(moveCrosshair('Escape', false, 3, 4)).toBeNull();
  expect(moveCrosshair('Escape', false, null, 4)).toBeUndefined();
  expect(moveCrosshair('Tab', false, 3, 4)).toBeUndefined();
});

test('a clock that is set back begins a new past; what was seen is kept for a while only', async () => {
  const clock = { nowMs: () => 1_000, after: () => () => undefined };
  const history = async () => ({ ok: true as const, value: { points: [point(1)], nowMs: 9_000_000 } });
  const model = createResourcesModel(
    { stats: { history } } as unknown as Parameters<typeof createResourcesModel>[0],
    clock,
  );
  const past = () => model.store.getState().host;
  await model.load('host', 60);
  expect(past()).toMatchObject({ history: { 60: [point(1)] }, clockOffsetMs: 8_999_000, isLoading: false });
  for (let second = 0; second < 3_600; second += 2) model.take('host', reading(9_000_000 + second * 1_000), '/');
  expect(past()?.live.length).toBeLessThan(700);
  model.take('host', reading(9_000_000), '/');
  expect(past()).toMatchObject({ live: [{ atMs: 9_000_000 }], history: {} });
});
