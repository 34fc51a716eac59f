import type { HostStats } from '../../../main/contract/hosts.ts';
import { countOf, formatBytes } from '../../lib/format.ts';
import { type InstanceCounts, InstanceMarks } from './InstanceMarks.tsx';
import type { HeardWords } from './use-heard-words.ts';
import '../../ui/meter.css';

interface FleetFiguresProps {
  readonly words: string;
  readonly stats: HostStats | null;
  readonly counts: InstanceCounts | null;
  readonly heard: HeardWords;
}

/** From this share of used memory on, the bar warns. */
const memoryWarnShare = 0.9;

/** The cells of a server that is linked. Their places are kept while the first figures are read. */
export function FleetFigures({ words, stats, counts, heard }: FleetFiguresProps) {
  const loads = stats === null ? null : [stats.load.one, stats.load.five, stats.load.fifteen];
  const isLoaded = stats !== null && stats.load.one > stats.cpu.coreCount;
  return (
    <>
      <td className="fleet-state num">
        {words}
        {heard.words !== '' && (
          <span className={`fleet-heard-below ${heard.isLate ? 'warn' : 'faint'}`}>heard {heard.words}</span>
        )}
      </td>
      <td
        className={`fleet-load num right ${isLoaded ? 'warn' : ''}`}
        title={
          loads === null || stats === null
            ? undefined
            : `Load of 1, 5 and 15 minutes: ${loads.map((load) => load.toFixed(2)).join(', ')}; ${countOf(stats.cpu.coreCount, 'core')}`
        }
      >
        <span className="fleet-label">load </span>
        {stats === null ? <span className="faint">…</span> : stats.load.one.toFixed(2)}
        {isLoaded && <span className="hidden-text">, more than its cores can do</span>}
      </td>
      <td className="fleet-memory num">
        <Memory stats={stats} />
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

function Memory({ stats }: { readonly stats: HostStats | null }) {
  if (stats === null) return <span className="faint">…</span>;
  const { totalBytes, availableBytes } = stats.memory;
  const usedBytes = Math.max(0, totalBytes - availableBytes);
  const share = totalBytes === 0 ? 0 : usedBytes / totalBytes;
  return (
    <span className="fleet-meter meter" data-high={share >= memoryWarnShare}>
      <span className="meter-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(share * 100)}%` }} />
      </span>
      <span className="meter-value">
        {formatBytes(usedBytes)} <span className="faint">of {formatBytes(totalBytes)}</span>
        {share >= memoryWarnShare && <span className="hidden-text">, nearly full</span>}
      </span>
    </span>
  );
}
