import type { HostStats } from '../../../main/contract/hosts.ts';
import type { DiskReading, HostReading } from '../../../main/contract/stats.ts';

/** The last figures of a host with what was read since: a reading has no name of the host and no estimates. */
export function withReading(stats: HostStats, reading: HostReading): HostStats {
  const { cpu, load, memory, instances, uptimeSeconds, atMs } = reading;
  const disk = diskOf(reading.disks, stats.disk.path);
  return {
    ...stats,
    uptimeSeconds,
    cpu: { coreCount: cpu.coreShares.length || stats.cpu.coreCount, usedShare: cpu.usedShare },
    load,
    memory,
    disk:
      disk === null ? stats.disk : { ...stats.disk, totalBytes: disk.totalBytes, availableBytes: disk.availableBytes },
    instances: instances.map(({ id, memoryBytes, processCount }) => ({ id, memoryBytes, processCount })),
    collectedAtMs: atMs,
  };
}

/** The file system that holds a path: the one that is mounted nearest above it; null when none of them is. */
export function diskOf(disks: readonly DiskReading[], path: string): DiskReading | null {
  let nearest: DiskReading | null = null;
  for (const disk of disks) {
    const isAbove = path === disk.path || path.startsWith(disk.path.endsWith('/') ? disk.path : `${disk.path}/`);
    if (isAbove && disk.path.length > (nearest?.path.length ?? -1)) nearest = disk;
  }
  return nearest;
}
