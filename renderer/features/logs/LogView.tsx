import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { blocksOf, type LogBlock } from './log-lines.ts';

interface LogViewProps {
  readonly label: string;
  readonly lines: readonly string[];
  readonly firstNumber: number;
  /** Whether lines still come; only then there is something to pause. */
  readonly isFollowed: boolean;
  /** Said while there are no lines. */
  readonly empty: string;
}

/** Within so many pixels of the end the view counts as being there. */
const endPx = 24;

/** Lines that follow their end, until somebody scrolls up to read. */
export function LogView({ label, lines, firstNumber, isFollowed, empty }: LogViewProps) {
  const area = useRef<HTMLDivElement>(null);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const blocks = useMemo(() => blocksOf({ lines, firstNumber }), [lines, firstNumber]);
  const end = firstNumber + lines.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the end
  useLayoutEffect(() => {
    if (pausedAt === null) scrollToEnd(area.current);
  }, [lines, pausedAt]);
  useEffect(() => {
    const { current } = area;
    if (current === null) return;
    // Blocks get their true height when they are first drawn, and a drawer its size while it opens.
    const observer = new ResizeObserver(() => {
      if (current.dataset.paused === 'false') scrollToEnd(current);
    });
    observer.observe(current);
    for (const child of current.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  const notice = () => {
    const { current } = area;
    if (current === null) return;
    const isAtEnd = current.scrollHeight - current.scrollTop - current.clientHeight <= endPx;
    if (isAtEnd) setPausedAt(null);
    else setPausedAt((known) => known ?? end);
  };
  const missed = pausedAt === null ? 0 : Math.max(0, end - pausedAt);
  return (
    <div className="log-frame">
      <div
        ref={area}
        className="log-lines"
        role="log"
        aria-label={label}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
        tabIndex={0}
        data-paused={pausedAt !== null}
        onScroll={notice}
      >
        <div>
          {blocks.map((block) => (
            <Block key={block.number} {...block} />
          ))}
          {lines.length === 0 && <p className="log-empty dim">{empty}</p>}
        </div>
      </div>
      {pausedAt !== null && isFollowed && (
        <div className="log-paused num">
          <span role="status">{missed === 0 ? 'Paused here' : `Paused · ${countOf(missed, 'newer line')}`}</span>
          <Button isSmall look="accent" onClick={() => setPausedAt(null)}>
            Follow
          </Button>
        </div>
      )}
    </div>
  );
}

function scrollToEnd(area: HTMLElement | null): void {
  if (area !== null) area.scrollTop = area.scrollHeight;
}

const Block = memo(function Block({ text, lineCount }: LogBlock) {
  // Lines out of sight are not laid out; each counts 18 px until it was.
  return <pre style={{ containIntrinsicSize: `auto ${lineCount * 18}px` }}>{text}</pre>;
});
