import type { HostStats } from '../../../main/contract/hosts.ts';
import { formatBytes, formatShare } from '../../lib/format.ts';
import { Meter } from '../../ui/Meter.tsx';

/** Processor, memory and disk of a host, for the foot of the sidebar. */
export function ResourceMeters({ stats }: { readonly stats: HostStats | null }) {
  const usedMemory = stats === null ? 0 : stats.memory.totalBytes - stats.memory.availableBytes;
  const usedDisk = stats === null ? 0 : stats.disk.totalBytes - stats.disk.availableBytes;
  return (
    <>
      <Meter
        label="CPU"
        share={stats?.cpu.usedShare ?? null}
        value={stats === null ? '–' : formatShare(stats.cpu.usedShare)}
        warnFrom={0.9}
      />
      <Meter
        label="Memory"
        share={stats === null ? null : usedMemory / stats.memory.totalBytes}
        value={stats === null ? '–' : formatBytes(usedMemory)}
        warnFrom={0.9}
      />
      <Meter
        label="Disk"
        share={stats === null ? null : usedDisk / stats.disk.totalBytes}
        value={stats === null ? '–' : formatBytes(usedDisk)}
        warnFrom={0.9}
      />
    </>
  );
}
