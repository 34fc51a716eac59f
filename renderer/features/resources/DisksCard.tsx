import type { DiskReading, HostReading } from '../../../main/contract/stats.ts';
import { formatBytes } from '../../lib/format.ts';
import '../../ui/meter.css';

interface DisksCardProps {
  readonly reading: HostReading | null;
  /** Said until there is one. */
  readonly waiting: string;
}

/** From this share on a file system is nearly full. */
const warnShare = 0.9;

/** Every file system: how full it is, and what is read and written. */
export function DisksCard({ reading, waiting }: DisksCardProps) {
  return (
    <section className="card" aria-labelledby="disks-title">
      <div className="card-head">
        <h2 id="disks-title">File systems now</h2>
      </div>
      {reading === null && <p className="card-note faint">{waiting}</p>}
      {reading !== null && reading.disks.length === 0 && (
        <p className="card-note faint">The server tells of no file system.</p>
      )}
      {reading !== null && reading.disks.length > 0 && (
        <ul className="disks num">
          {reading.disks.map((disk) => (
            <Disk key={`${disk.device} ${disk.path}`} disk={disk} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Disk({ disk }: { readonly disk: DiskReading }) {
  const { path, device, totalBytes, availableBytes, readBytesPerSecond, writtenBytesPerSecond } = disk;
  const usedShare = totalBytes === 0 ? 0 : 1 - availableBytes / totalBytes;
  const isHigh = usedShare >= warnShare;
  return (
    <li className="disk meter" data-high={isHigh}>
      <span className="disk-path mono cut" title={device}>
        {path}
      </span>
      <span className="disk-free">
        {formatBytes(availableBytes)} free <span className="faint">of {formatBytes(totalBytes)}</span>
        {isHigh && <span className="hidden-text">, nearly full</span>}
      </span>
      <span className="meter-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(usedShare * 100)}%` }} />
      </span>
      <span className="disk-rates faint">
        {readBytesPerSecond === null || writtenBytesPerSecond === null
          ? 'reading and writing is not counted'
          : `reads ${formatBytes(readBytesPerSecond)}/s · writes ${formatBytes(writtenBytesPerSecond)}/s`}
      </span>
    </li>
  );
}
