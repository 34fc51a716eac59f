import type { ReactNode } from 'react';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';

interface GridFootProps {
  readonly shownCount: number;
  readonly totalCount: number;
  /** Processes of the host that are not told at all. */
  readonly untoldCount: number;
  /** Whether somebody on the table keeps the order still. */
  readonly isHeld: boolean;
  readonly startedCount: number;
  readonly endedCount: number;
  readonly onRenew: () => void;
  /** That the host is away; takes the place of everything else that could be said. */
  readonly away: ReactNode;
}

/** How many processes there are, and why they stand still. Its place is always there, so that nothing moves. */
export function GridFoot(props: GridFootProps) {
  const { shownCount, totalCount, untoldCount, isHeld, startedCount, endedCount, onRenew, away } = props;
  const news = [startedCount > 0 && `${startedCount} started`, endedCount > 0 && `${endedCount} ended`].filter(Boolean);
  return (
    <div className="process-foot num">
      {/* What a filter found is read out; that processes come and go is not. */}
      <span className="faint" role={shownCount === totalCount ? undefined : 'status'}>
        {shownCount === totalCount
          ? countOf(totalCount, 'process', 'processes')
          : `${shownCount} of ${countOf(totalCount, 'process', 'processes')}`}
        {untoldCount > 0 && `, and ${untoldCount} more that are not listed`}
      </span>
      {away}
      {!away && isHeld && (
        <span className="process-held">
          <span className="dim">
            Order held while you are on the table
            {news.length > 0 && <span className="faint"> · {news.join(', ')}</span>}
          </span>
          <Button isSmall look="quiet" onClick={onRenew}>
            Sort now
          </Button>
        </span>
      )}
    </div>
  );
}
