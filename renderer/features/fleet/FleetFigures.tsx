import type { HostStats } from '../../../main/contract/hosts.ts';
import { countOf, formatBytes, formatShare } from '../../lib/format.ts';
import { type InstanceCounts, InstanceMarks } from './InstanceMarks.tsx';
import type { HeardWords } from './use-heard-words.ts';
import '../../ui/meter.css';

interface FleetFiguresProps {
  readonly words: string;
  readonly stats: HostStats | null;
  readonly counts: InstanceCounts | null;
  readonly heard: HeardWords;
}

/** From these shares on, a figure warns. */
const warnShare = { cpu: 0.9, memory: 0.9, disk: 0.9 } as const;

/** The cells of a server that is linked. Their places are kept while the first figures are read. */
export function FleetFigures({ words, stats, counts, heard }: FleetFiguresProps) {
  const cpuShare = stats?.cpu.usedShare ?? null;
  const diskShare = stats === null ? null : 1 - stats.disk.availableBytes / Math.max(1, stats.disk.totalBytes);
  return (
    <>
      <td className="fleet-state num">
        {words}
        {heard.words !== '' && (
          <span className={`fleet-heard-below ${heard.isLate ? 'warn' : 'faint'}`}>heard {heard.words}</span>
        )}
      </td>
      <td className={`fleet-cpu num right ${isHigh(cpuShare, 'cpu') ? 'warn' : ''}`} title={loadWords(stats)}>
        <span className="fleet-label">CPU </span>
        <Share share={cpuShare} kind="cpu" />
      </td>
      <td className="fleet-memory num">
        <Memory stats={stats} />
      </td>
      <td className={`fleet-disk num right ${isHigh(diskShare, 'disk') ? 'warn' : ''}`} title={diskWords(stats)}>
        <span className="fleet-label">disk </span>
        <Share share={diskShare} kind="disk" />
      </td>
      <td className="fleet-counts">
        <InstanceMarks counts={counts} />
      </td>
      <td className={`fleet-heard-cell num right ${heard.isLate ? 'warn' : 'faint'}`}>
        {heard.words !== '' && <span className="fleet-label">heard </span>}
        {heard.words}
      </td>
    </>
  );
}

const isHigh = (share: number | null, kind: keyof typeof warnShare) => share !== null && share >= warnShare[kind];

function Share({ share, kind }: { readonly share: number | null; readonly kind: 'cpu' | 'disk' }) {
  if (share === null) return <span className="faint">…</span>;
  const words = kind === 'cpu' ? ', busy' : ', nearly full';
  return (
    <>
      {formatShare(share)}
      {isHigh(share, kind) && <span className="hidden-text">{words}</span>}
    </>
  );
}

function loadWords(stats: HostStats | null): string | undefined {
  if (stats === null) return undefined;
  const { load, cpu } = stats;
  const loads = [load.one, load.five, load.fifteen].map((value) => value.toFixed(2));
  return `Load of 1, 5 and 15 minutes: ${loads.join(', ')}; ${countOf(cpu.coreCount, 'core')}`;
}

function diskWords(stats: HostStats | null): string | undefined {
  if (stats === null) return undefined;
  return `${formatBytes(stats.disk.availableBytes)} free of ${formatBytes(stats.disk.totalBytes)}`;
}

function Memory({ stats }: { readonly stats: HostStats | null }) {
  if (stats === null) return <span className="faint">…</span>;
  const { totalBytes, availableBytes } = stats.memory;
  const usedBytes = Math.max(0, totalBytes - availableBytes);
  const share = totalBytes === 0 ? 0 : usedBytes / totalBytes;
  return (
    <span className="fleet-meter meter" data-high={isHigh(share, 'memory')}>
      <span className="meter-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      <span className="meter-value">
        {formatBytes(usedBytes)} <span className="faint">of {formatBytes(totalBytes)}</span>
        {isHigh(share, 'memory') && <span className="hidden-text">, nearly full</span>}
      </span>
    </span>
  );
}
