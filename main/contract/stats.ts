import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { processRow, processUpdate } from './processes.ts';
import { instanceId, onHost } from './references.ts';

/** Memory of an instance by what its processes do, bytes. */
export const memoryByRole = z.object({
  serverBytes: z.number(),
  extensionHostBytes: z.number(),
  languageServerBytes: z.number(),
  fileWatcherBytes: z.number(),
  /** Terminals and whatever was started in them. */
  terminalBytes: z.number(),
  otherBytes: z.number(),
});
export type MemoryByRole = z.output<typeof memoryByRole>;

/** One file system of a host. */
export const diskReading = z.object({
  /** Where it is mounted. */
  path: z.string(),
  device: z.string(),
  totalBytes: z.number(),
  /** What this user may still write. */
  availableBytes: z.number(),
  /** Of the device beneath; null where the kernel does not count it. */
  readBytesPerSecond: z.number().nullable(),
  writtenBytesPerSecond: z.number().nullable(),
});
export type DiskReading = z.output<typeof diskReading>;

/** What a host is doing at one moment. Bytes are bytes, shares are 0 to 1, times are the host's clock. */
export const hostReading = z.object({
  atMs: z.number(),
  /** Another one after a restart of the host. */
  bootId: z.string().max(64),
  uptimeSeconds: z.number(),
  cpu: z.object({
    usedShare: z.number(),
    /** One per core. */
    coreShares: z.array(z.number()).max(1024),
    /** Time that cores waited for disks. */
    waitShare: z.number(),
    /** Time that the machine beneath a virtual one kept for itself. */
    stolenShare: z.number(),
  }),
  load: z.object({ one: z.number(), five: z.number(), fifteen: z.number() }),
  memory: z.object({
    totalBytes: z.number(),
    availableBytes: z.number(),
    swapTotalBytes: z.number(),
    swapFreeBytes: z.number(),
  }),
  /** Share of the last ten seconds in which something waited (PSI's `some avg10`); null where the kernel does not tell. */
  pressure: z.object({
    cpuShare: z.number().nullable(),
    memoryShare: z.number().nullable(),
    ioShare: z.number().nullable(),
  }),
  disks: z.array(diskReading).max(64),
  networks: z
    .array(z.object({ name: z.string(), receivedBytesPerSecond: z.number(), sentBytesPerSecond: z.number() }))
    .max(64),
  processCount: z.number().int(),
  instances: z
    .array(
      z.object({
        id: instanceId,
        /** 1 is one whole core. */
        cpuShare: z.number(),
        /** Proportional set size where it was read, resident size else. */
        memoryBytes: z.number(),
        processCount: z.number().int(),
        byRole: memoryByRole,
      }),
    )
    .max(5000),
});
export type HostReading = z.output<typeof hostReading>;

/** One item of a host that is watched. */
export const statsItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reading'), reading: hostReading }),
  /** The processes: `isWhole` replaces what was known, otherwise it is changed by what follows. */
  z.object({
    type: z.literal('processes'),
    isWhole: z.boolean(),
    /** New ones, and those whose name, owner or parent changed. */
    rows: z.array(processRow).max(5000),
    updates: z.array(processUpdate).max(5000),
    /** Process ids that are gone. */
    gone: z.array(z.number().int()).max(5000),
    /** How many processes there are beyond the 5,000 that are told. */
    untoldCount: z.number().int(),
  }),
  /** Somebody listens on a port or no longer does; whoever shows ports reads them again. */
  z.object({ type: z.literal('ports-changed') }),
  /** The host is away; it goes on by itself when `isRetried`, else somebody has to connect it. */
  z.object({ type: z.literal('waiting'), failure, isRetried: z.boolean() }),
  z.object({ type: z.literal('failed'), failure }),
]);
export type StatsItem = z.output<typeof statsItem>;

/** One point of the past; a series has a gap where nobody looked. */
export const historyPoint = z.object({
  atMs: z.number(),
  cpuShare: z.number(),
  memoryUsedBytes: z.number(),
  memoryTotalBytes: z.number(),
  swapUsedBytes: z.number(),
  /** Of the file system that holds Berth's home. */
  diskUsedBytes: z.number(),
  diskTotalBytes: z.number(),
  receivedBytesPerSecond: z.number(),
  sentBytesPerSecond: z.number(),
  memoryPressureShare: z.number().nullable(),
  instances: z.array(z.object({ id: instanceId, memoryBytes: z.number(), byRole: memoryByRole })).max(200),
});
export type HistoryPoint = z.output<typeof historyPoint>;

/** What a host is doing, and what it did. */
export const stats = {
  /**
   * One sampler on the host serves all that watch: the shortest interval counts, and it ends some seconds after the last of
   * them left. Goes on over lost links and restarts of the host; `failed` is its last item. A slow reader misses readings, and
   * nothing of what became of the processes. Where each figure comes from: remote-scripts/README.md, "Readings".
   */
  watch: stream(
    'Tells what a host is doing, every few seconds.',
    onHost.extend({
      intervalSeconds: z.number().int().min(2, 'Interval must be at least 2 seconds').max(60).default(5),
      /** Whether the processes are told too. */
      hasProcesses: z.boolean().default(false),
    }),
    statsItem,
    // Two readings with their processes. What changed behind them comes in one piece.
    { mostAhead: 4 },
  ),
  /** `nowMs` is the host's clock. Where nobody noted anything, there is no point. */
  history: call(
    'Tells what a host did in the last hours, as its keeper and those who watched it noted it.',
    onHost.extend({
      /** Host clock, epoch milliseconds; null is 24 h back. */
      fromMs: z.number().nullable().default(null),
      /** At most so many points; what lies closer is averaged; of what may run out, the most is kept. */
      pointCount: z.number().int().min(10).max(2000).default(360),
    }),
    z.object({ points: z.array(historyPoint).max(2000), nowMs: z.number() }),
    hostFailures,
  ),
} as const;
