import { formatBytes, formatGigabytes } from '../../lib/format.ts';
import type { BudgetPiece, MemoryBudget } from './memory-budget.ts';
import './stats.css';

interface MemoryCardProps {
  /** Null until the host was read once. */
  readonly budget: MemoryBudget | null;
  /** Said until then: that it is being read, or why it cannot be. */
  readonly waiting: string;
}

/** Memory as the budget people live by: one bar, and how much room is left in words. */
export function MemoryCard({ budget, waiting }: MemoryCardProps) {
  return (
    <section className="card" aria-labelledby="memory-title">
      <div className="card-head">
        <h2 id="memory-title">Memory</h2>
        <span className="end dim num">{budget === null ? waiting : <Room budget={budget} />}</span>
      </div>
      <div className="budget">
        <div className="budget-bar num" aria-hidden="true">
          {budget?.pieces.map((piece) => (
            <Piece key={piece.id} piece={piece} totalBytes={budget.totalBytes} />
          ))}
        </div>
        <ul className="budget-legend num" aria-label="Memory by user">
          {budget?.pieces.map((piece) => (
            <li key={piece.id}>
              <span className="budget-key" data-kind={piece.kind} data-colour={piece.colour} aria-hidden="true" />
              <span className="cut">{piece.label}</span> <span className="faint">{formatBytes(piece.bytes)}</span>
            </li>
          ))}
          {budget === null && <li className="faint">–</li>}
        </ul>
      </div>
    </section>
  );
}

function Room({ budget: { roomForEditors } }: { readonly budget: MemoryBudget }) {
  if (roomForEditors === 0) return <>no room for another open editor</>;
  return (
    <>
      room for about <b className="budget-room">{roomForEditors} more</b> open{' '}
      {roomForEditors === 1 ? 'editor' : 'editors'}
    </>
  );
}

function Piece({ piece, totalBytes }: { readonly piece: BudgetPiece; readonly totalBytes: number }) {
  const { kind, label, bytes, share, colour } = piece;
  const size = formatGigabytes(bytes);
  const words = kind === 'free' ? [`${size} GB free`, `of ${formatGigabytes(totalBytes)}`] : [label, size];
  return (
    <div
      className="budget-piece"
      data-kind={kind}
      data-colour={colour}
      style={{ flexGrow: share }}
      title={`${label}: ${formatBytes(bytes)}`}
    >
      {words.map((word) => (
        <span key={word}>{word}</span>
      ))}
    </div>
  );
}
