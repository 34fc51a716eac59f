import type { EndedProcesses, ProcessIdentity } from '../../contract/processes.ts';
import type { HistoryPoint, HostReading, StatsItem } from '../../contract/stats.ts';
import { type Column, size, table } from './table.ts';

const percent = (share: number) => `${Math.round(share * 100)} %`;
const utc = (atMs: number) => new Date(atMs).toISOString().slice(11, 19);
const of = (used: number, total: number) => `${size(used)} of ${size(total)}`;

/** One reading as a line. */
function readingLine({ atMs, cpu, memory, load, disks, instances, processCount }: HostReading): string {
  const fullest = disks.toSorted((a, b) => a.availableBytes / a.totalBytes - b.availableBytes / b.totalBytes)[0];
  const parts = [
    `cpu ${percent(cpu.usedShare)}`,
    `memory ${of(memory.totalBytes - memory.availableBytes, memory.totalBytes)}`,
    `load ${load.one}`,
    fullest === undefined
      ? ''
      : `disk ${fullest.path} ${of(fullest.totalBytes - fullest.availableBytes, fullest.totalBytes)}`,
    `${processCount} processes`,
    ...instances.map(({ id, memoryBytes }) => `${id} ${size(memoryBytes)}`),
  ];
  return `${utc(atMs)}  ${parts.filter((part) => part !== '').join('  ')}\n`;
}

/** What a person is told of an item: the readings; null for processes, which are a document. A wait is told elsewhere. */
export function statsText(item: StatsItem): string | null {
  if (item.type === 'processes') return null;
  return item.type === 'reading' ? readingLine(item.reading) : '';
}

const pointColumns: readonly Column<HistoryPoint>[] = [
  { title: 'UTC', text: ({ atMs }) => new Date(atMs).toISOString().slice(0, 19) },
  { title: 'CPU', isNumber: true, text: ({ cpuShare }) => percent(cpuShare) },
  { title: 'MEMORY', isNumber: true, text: ({ memoryUsedBytes }) => size(memoryUsedBytes) },
  { title: 'DISK', isNumber: true, text: ({ diskUsedBytes }) => size(diskUsedBytes) },
  { title: 'IN/S', isNumber: true, text: ({ receivedBytesPerSecond }) => size(receivedBytesPerSecond) },
  { title: 'OUT/S', isNumber: true, text: ({ sentBytesPerSecond }) => size(sentBytesPerSecond) },
  {
    title: 'EDITORS',
    isNumber: true,
    text: ({ instances }) => size(instances.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)),
  },
];

/** The past of a host. */
export const historyText = ({ points }: { readonly points: readonly HistoryPoint[] }): string =>
  points.length === 0
    ? 'Nothing was noted yet; the server notes something while editors run or somebody looks.\n'
    : table(pointColumns, points);

interface Outcome extends ProcessIdentity {
  readonly outcome: string;
}

const outcomeColumns: readonly Column<Outcome>[] = [
  { title: 'PID', isNumber: true, text: ({ pid }) => pid },
  { title: 'OUTCOME', text: ({ outcome }) => outcome },
];

/** What ending processes came to. */
export function endedText({ ended, alive, gone, failures }: EndedProcesses): string {
  const as = (all: readonly ProcessIdentity[], outcome: string) => all.map((one) => ({ ...one, outcome }));
  return table(outcomeColumns, [
    ...as(ended, 'ended'),
    ...as(alive, 'did not end; --force ends it at once'),
    ...as(gone, 'was not there any more'),
    ...failures.map(({ failure, ...one }) => ({ ...one, outcome: failure.message })),
  ]);
}
