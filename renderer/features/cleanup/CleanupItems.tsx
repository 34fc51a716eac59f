import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import { formatBytes, formatDuration } from '../../lib/format.ts';

/** Bytes of all items whose size is known. */
export function sizeOf(items: readonly CleanupItem[]): number {
  return items.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
}

interface CleanupItemsProps {
  readonly items: readonly CleanupItem[];
  readonly label: string;
}

/** The exact targets, with the reason, the size and the age of each. */
export function CleanupItems({ items, label }: CleanupItemsProps) {
  return (
    // A list that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
    <ul className="cleanup-items" aria-label={label} tabIndex={0}>
      {items.map((item) => (
        <li key={`${item.kind}-${item.target}`}>
          <span className="cleanup-kind">{item.kind}</span>
          <span className="cleanup-what">
            <span className="mono">{item.target}</span>
            <span className="dim">{item.reason}</span>
          </span>
          <span className="num dim cleanup-figures">
            <span>{item.sizeBytes === null ? '' : formatBytes(item.sizeBytes)}</span>
            <span className="faint">{item.ageSeconds === null ? '' : `${formatDuration(item.ageSeconds)} old`}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
