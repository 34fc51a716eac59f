import { countOf } from '../../lib/format.ts';
import type { RangeCell, RangeFacts } from './port-range.ts';

const stateWords = {
  free: 'free',
  claim: 'kept',
  crashed: 'crashed, kept',
  instance: 'running',
  nginx: 'Berth’s nginx',
  foreign: 'another program',
} as const;

/** One cell for each port, told apart by fill, edge and word. */
export function RangeStrip({ facts: { cells, freeCount, isShortened } }: { readonly facts: RangeFacts }) {
  return (
    // A list that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
    <ol className="range-strip num" aria-label="Ports of the range" tabIndex={0}>
      {cells.map((cell) => (
        <li key={cell.port} data-state={cell.state} title={titleOf(cell)}>
          <span className="range-port mono">{cell.port}</span>
          <span className="cut">{cell.name ?? 'free'}</span>
          {cell.name !== null && <span className="hidden-text">, {detailOf(cell)}</span>}
        </li>
      ))}
      {isShortened && (
        <li data-state="free">
          <span className="range-port">{cells.length === 0 ? 'all' : 'others'}</span>
          <span className="cut">{countOf(freeCount, 'port')} free</span>
        </li>
      )}
    </ol>
  );
}

const detailOf = ({ state, pid }: RangeCell) => `${stateWords[state]}${pid === null ? '' : `, process ${pid}`}`;
const titleOf = (cell: RangeCell) =>
  cell.name === null ? `${cell.port}: free` : `${cell.port}: ${cell.name}, ${detailOf(cell)}`;
