import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { HistoryPoint, HostReading, MemoryByRole } from '../../../../main/contract/stats.ts';
import { type FakeHost, statsOf } from '../fake-hosts.ts';
import { noise } from './fake-process-rows.ts';

const gibi = 1024 ** 3;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What differs from the usual readings of a fake host. */
export interface FakeReadingPart {
  reading?: Partial<HostReading>;
}

const keyOfRole = {
  server: 'serverBytes',
  'extension-host': 'extensionHostBytes',
  'language-server': 'languageServerBytes',
  'file-watcher': 'fileWatcherBytes',
  terminal: 'terminalBytes',
  other: 'otherBytes',
} as const;

function byRoleOf(rows: readonly ProcessRow[]): MemoryByRole {
  const sums = {
    serverBytes: 0,
    extensionHostBytes: 0,
    languageServerBytes: 0,
    fileWatcherBytes: 0,
    terminalBytes: 0,
    otherBytes: 0,
  };
  for (const { role, memoryBytes, proportionalBytes } of rows) {
    sums[keyOfRole[role ?? 'other']] += proportionalBytes ?? memoryBytes;
  }
  return sums;
}

/** What a fake host does at a tick; it agrees with `statsOf`, and with the processes it is given. */
export function readingOf(
  host: FakeHost,
  { tick, bootMs, bootCount }: { readonly tick: number; readonly bootMs: number; readonly bootCount: number },
  rows: readonly ProcessRow[],
): HostReading {
  const nowMs = Date.now();
  const { cpu, load, memory, disk, instances } = statsOf(host, nowMs);
  const about = (share: number, seed: number) => Math.min(1, Math.max(0, share * (0.75 + noise(seed, tick) * 0.5)));
  const coreShares = Array.from({ length: cpu.coreCount }, (_, core) => about(cpu.usedShare, 500 + core));
  return {
    atMs: nowMs,
    bootId: `b001d000-0000-4000-8000-${String(bootCount).padStart(12, '0')}`,
    uptimeSeconds: Math.round((nowMs - bootMs) / 1000),
    cpu: {
      usedShare: coreShares.reduce((sum, share) => sum + share, 0) / Math.max(1, coreShares.length),
      coreShares,
      waitShare: noise(901, tick) * 0.03,
      stolenShare: noise(902, tick) * 0.004,
    },
    load,
    memory,
    pressure: {
      cpuShare: noise(903, tick) * 0.1,
      memoryShare: noise(904, tick) * 0.02,
      ioShare: noise(905, tick) * 0.05,
    },
    disks: [
      {
        path: '/',
        device: '/dev/vda1',
        totalBytes: disk.totalBytes,
        availableBytes: disk.availableBytes,
        readBytesPerSecond: Math.round(noise(906, tick) * 2_400_000),
        writtenBytesPerSecond: Math.round(noise(907, tick) * 900_000),
      },
      {
        path: '/var/lib/postgresql',
        device: '/dev/vdb',
        totalBytes: 100 * gibi,
        availableBytes: 61 * gibi,
        readBytesPerSecond: Math.round(noise(908, tick) * 300_000),
        writtenBytesPerSecond: Math.round(noise(909, tick) * 1_900_000),
      },
    ],
    networks: [
      {
        name: 'eth0',
        receivedBytesPerSecond: Math.round(noise(910, tick) * 1_100_000),
        sentBytesPerSecond: Math.round(noise(911, tick) * 400_000),
      },
    ],
    processCount: rows.length,
    instances: instances.map(({ id }) => {
      const own = rows.filter(({ owner }) => owner.kind === 'instance' && owner.instanceId === id);
      const byRole = byRoleOf(own);
      return {
        id,
        cpuShare: own.reduce((sum, { cpuShare }) => sum + cpuShare, 0),
        memoryBytes: Object.values(byRole).reduce((sum, bytes) => sum + bytes, 0),
        processCount: own.length,
        byRole,
      };
    }),
    ...host.reading,
  };
}

/** What a fake host did: quiet at night, busy by day, and off for forty minutes nine hours ago. */
export function historyOf(
  host: FakeHost,
  nowMs: number,
  fromMs: number | null,
  pointCount: number,
): { points: HistoryPoint[]; nowMs: number } {
  const { memory, disk, instances, cpu } = statsOf(host, nowMs);
  const from = Math.max(fromMs ?? 0, nowMs - 24 * hourMs);
  const stepMs = Math.max(10_000, (nowMs - from) / pointCount);
  const usedBytes = memory.totalBytes - memory.availableBytes;
  const points: HistoryPoint[] = [];
  for (let atMs = from; atMs <= nowMs && points.length < pointCount; atMs += stepMs) {
    const agoMs = nowMs - atMs;
    if (agoMs > 9 * hourMs - 40 * minuteMs && agoMs < 9 * hourMs) continue;
    const tick = Math.floor(atMs / stepMs);
    // A wave of a day that is at its present height now.
    const wave = 0.75 + 0.25 * Math.cos((agoMs / (12 * hourMs)) * Math.PI);
    points.push({
      atMs: Math.round(atMs),
      cpuShare: Math.min(1, cpu.usedShare * wave * (0.6 + noise(1, tick) * 0.8)),
      memoryUsedBytes: Math.round(usedBytes * (0.55 + 0.45 * wave) * (0.97 + noise(2, tick) * 0.03)),
      memoryTotalBytes: memory.totalBytes,
      swapUsedBytes: Math.round((memory.swapTotalBytes - memory.swapFreeBytes) * wave),
      diskUsedBytes: Math.round((disk.totalBytes - disk.availableBytes) * (1 - (agoMs / (24 * hourMs)) * 0.02)),
      diskTotalBytes: disk.totalBytes,
      receivedBytesPerSecond: Math.round(noise(3, tick) * 900_000 * wave),
      sentBytesPerSecond: Math.round(noise(4, tick) * 350_000 * wave),
      memoryPressureShare: noise(5, tick) * 0.02,
      instances: instances.map(({ id, memoryBytes }, place) => {
        const total = memoryBytes * (0.6 + 0.4 * wave) * (0.95 + noise(50 + place, tick) * 0.05);
        return { id, memoryBytes: Math.round(total), byRole: splitByRole(total) };
      }),
    });
  }
  return { points, nowMs };
}

function splitByRole(totalBytes: number): MemoryByRole {
  const of = (share: number) => Math.round(totalBytes * share);
  return {
    serverBytes: of(0.19),
    extensionHostBytes: of(0.38),
    languageServerBytes: of(0.27),
    fileWatcherBytes: of(0.05),
    terminalBytes: of(0.075),
    otherBytes: of(0.035),
  };
}
