import type { HistoryPoint, MemoryByRole } from '../../../main/contract/stats.ts';
import type { ChartSpec, SeriesSpec } from './chart-spec.ts';
import type { Sample } from './resource-points.ts';

/** Beyond these the repositories that take the least are shown as one, so that each has a colour of its own. */
const namedCount = 7;
const restColour = 7;

/** The charts of a host itself. */
export function hostCharts(samples: readonly Sample[]): readonly ChartSpec[] {
  const last = samples.findLast(({ point }) => point !== null)?.point ?? null;
  const hasSwap = samples.some(({ point }) => point !== null && point.swapUsedBytes > 0);
  const hasPressure = samples.some(({ point }) => point !== null && point.memoryPressureShare !== null);
  const swap: SeriesSpec = {
    id: 'swap',
    label: 'Swap',
    colour: 1,
    isDashed: true,
    pick: ({ swapUsedBytes }) => swapUsedBytes,
  };
  return [
    {
      id: 'cpu',
      title: 'Processor',
      unit: 'share',
      top: 1,
      isStacked: false,
      series: [{ id: 'cpu', label: 'Used', colour: 0, pick: ({ cpuShare }) => cpuShare }],
    },
    {
      id: 'memory',
      title: 'Memory',
      unit: 'bytes',
      top: last?.memoryTotalBytes ?? null,
      isStacked: false,
      series: [
        { id: 'memory', label: 'Used', colour: 0, pick: ({ memoryUsedBytes }) => memoryUsedBytes },
        ...(hasSwap ? [swap] : []),
      ],
    },
    ...(hasPressure ? [pressureChart] : []),
    {
      id: 'disk',
      title: 'Disk',
      unit: 'bytes',
      top: last?.diskTotalBytes || null,
      isStacked: false,
      series: [
        {
          id: 'disk',
          label: 'Used',
          colour: 0,
          // It is read a moment after everything else.
          pick: ({ diskUsedBytes, diskTotalBytes }) => (diskTotalBytes === 0 ? null : diskUsedBytes),
        },
      ],
    },
    {
      id: 'network',
      title: 'Network',
      unit: 'bytes-per-second',
      top: null,
      isStacked: false,
      series: [
        { id: 'received', label: 'Received', colour: 0, pick: ({ receivedBytesPerSecond: rate }) => rate },
        { id: 'sent', label: 'Sent', colour: 1, isDashed: true, pick: ({ sentBytesPerSecond: rate }) => rate },
      ],
    },
  ];
}

const pressureChart: ChartSpec = {
  id: 'pressure',
  title: 'Memory pressure',
  unit: 'share',
  top: null,
  isStacked: false,
  series: [{ id: 'pressure', label: 'Waited for memory', colour: 5, pick: ({ memoryPressureShare: share }) => share }],
};

/** Memory of each repository on top of one another, the largest at the bottom. */
export function repositoryChart(samples: readonly Sample[], nameOf: (instanceId: string) => string): ChartSpec {
  const largest = new Map<string, number>();
  for (const { point } of samples) {
    for (const { id, memoryBytes } of point?.instances ?? []) {
      largest.set(id, Math.max(largest.get(id) ?? 0, memoryBytes));
    }
  }
  const ids = [...largest]
    .filter(([, bytes]) => bytes > 0)
    .sort(bySize)
    .map(([id]) => id);
  const hasRest = ids.length > namedCount + 1;
  const named = hasRest ? ids.slice(0, namedCount) : ids;
  const rest = new Set(ids.slice(named.length));
  // By name and not by size, so that a repository keeps its colour when another one grows past it.
  const colours = new Map([...named].sort().map((id, index) => [id, index]));
  return {
    id: 'repositories',
    title: 'Memory by repository',
    unit: 'bytes',
    top: null,
    isStacked: true,
    series: [
      ...named.map((id) => ({
        id,
        label: nameOf(id),
        colour: colours.get(id) ?? restColour,
        pick: bytesOf((one) => one === id),
      })),
      ...(hasRest
        ? [{ id: ' rest', label: `${rest.size} others`, colour: restColour, pick: bytesOf((one) => rest.has(one)) }]
        : []),
    ],
  };
}

/** Equal ones keep their order from reading to reading. */
const bySize = ([oneId, one]: [string, number], [otherId, other]: [string, number]) =>
  other - one || oneId.localeCompare(otherId);

const bytesOf = (isMeant: (id: string) => boolean) => (point: HistoryPoint) =>
  point.instances.reduce((sum, { id, memoryBytes }) => (isMeant(id) ? sum + memoryBytes : sum), 0);

const roles: readonly (readonly [keyof MemoryByRole, string])[] = [
  ['serverBytes', 'Server'],
  ['extensionHostBytes', 'Extensions'],
  ['languageServerBytes', 'Language servers'],
  ['fileWatcherBytes', 'File watchers'],
  ['terminalBytes', 'Terminals'],
  ['otherBytes', 'Other'],
];

/** Memory by what it is used for, of one repository, or of all when none is named. */
export function roleChart(instanceId: string | null): ChartSpec {
  return {
    id: 'roles',
    title: 'Memory by role',
    unit: 'bytes',
    top: null,
    isStacked: true,
    series: roles.map(([key, label], colour) => ({
      id: key,
      label,
      colour,
      pick: ({ instances }) =>
        instances.reduce(
          (sum, { id, byRole }) => (instanceId === null || id === instanceId ? sum + byRole[key] : sum),
          0,
        ),
    })),
  };
}
