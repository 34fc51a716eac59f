import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { formatBytes } from '../../../lib/format.ts';
import { identityOf, memoryOf } from '../process-table.ts';
import { roleOf, titleOf } from '../process-words.ts';

interface ProcessListProps {
  readonly label: string;
  readonly rows: readonly ProcessRow[];
}

/** Processes by name, so that nobody ends something unseen. */
export function ProcessList({ label, rows }: ProcessListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
    <ul className="end-list num" aria-label={label} tabIndex={0}>
      {rows.map((row) => (
        <li key={identityOf(row)} title={row.command}>
          <span className="end-pid faint">{row.pid}</span>
          <b className="cut">{titleOf(row)}</b>
          <span className="faint cut">{roleOf(row) || row.command}</span>
          <span className="dim end-memory">{formatBytes(memoryOf(row))}</span>
        </li>
      ))}
    </ul>
  );
}
