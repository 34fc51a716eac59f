import type { HostStats } from '../../../main/contract/hosts.ts';
import { countOf, formatBytes, formatDuration } from '../../lib/format.ts';

/** The figures of a host that no bar shows. */
export function HostFacts({ stats, waiting }: { readonly stats: HostStats | null; readonly waiting: string }) {
  const facts = stats === null ? [] : factsOf(stats);
  return (
    <section className="card" aria-labelledby="facts-title">
      <div className="card-head">
        <h2 id="facts-title">Server</h2>
      </div>
      {stats === null && <p className="card-note faint">{waiting}</p>}
      {facts.length > 0 && (
        <dl className="facts num">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="cut" title={value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function factsOf({ hostname, uptimeSeconds, cpu, load, memory, disk }: HostStats): [string, string][] {
  const swapUsed = memory.swapTotalBytes - memory.swapFreeBytes;
  return [
    ['Name', hostname],
    ['Up for', formatDuration(uptimeSeconds)],
    ['Processor', countOf(cpu.coreCount, 'core')],
    ['Load, 1 · 5 · 15 min', [load.one, load.five, load.fifteen].map((value) => value.toFixed(2)).join(' · ')],
    [
      'Swap',
      memory.swapTotalBytes === 0 ? 'none' : `${formatBytes(swapUsed)} of ${formatBytes(memory.swapTotalBytes)}`,
    ],
    ['Disk free', `${formatBytes(disk.availableBytes)} of ${formatBytes(disk.totalBytes)}`],
  ];
}
