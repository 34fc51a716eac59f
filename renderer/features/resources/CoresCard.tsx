import type { HostReading } from '../../../main/contract/stats.ts';
import { countOf, formatShare } from '../../lib/format.ts';

interface CoresCardProps {
  readonly reading: HostReading | null;
  /** Said until there is one. */
  readonly waiting: string;
}

/** What each core does at this moment: a cell per core, the fuller the busier, with its figure. */
export function CoresCard({ reading, waiting }: CoresCardProps) {
  const shares = reading?.cpu.coreShares ?? [];
  return (
    <section className="card" aria-labelledby="cores-title">
      <div className="card-head">
        <h2 id="cores-title">Cores now</h2>
        {reading !== null && (
          <span className="end faint num">
            {countOf(shares.length, 'core')} · load {reading.load.one.toFixed(2)}
          </span>
        )}
      </div>
      {reading === null ? (
        <p className="card-note faint">{waiting}</p>
      ) : (
        <>
          <ul className="cores num" aria-label="Use of each core">
            {shares.map((share, core) => (
              // A core has no other identity than its number.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <li key={core} className="core" title={`Core ${core}: ${formatShare(share)}`}>
                <span className="core-fill" style={{ height: `${Math.round(share * 100)}%` }} aria-hidden="true" />
                <span className="hidden-text">Core {core}: </span>
                <span className="core-value">{formatShare(share)}</span>
              </li>
            ))}
          </ul>
          <dl className="cores-rest num">
            {waitsOf(reading).map(([name, share]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{share === null ? 'not told' : formatShare(share)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function waitsOf({ cpu, pressure }: HostReading): readonly (readonly [string, number | null])[] {
  return [
    ['Waits for disks', cpu.waitShare],
    ['Taken by its hypervisor', cpu.stolenShare],
    ['Processor pressure', pressure.cpuShare],
    ['Disk pressure', pressure.ioShare],
  ];
}
