import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { LogKind } from '../../../../main/contract/logs.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { LogLine } from './LogLine.tsx';
import { levelOf } from './log-level.ts';
import type { LogLines } from './log-lines.ts';
import { useLogScroll } from './use-log-scroll.ts';

interface LogViewProps {
  readonly label: string;
  readonly kind: LogKind;
  readonly log: LogLines;
  /** Numbers of the lines that are shown, in order; null shows all. */
  readonly shown: readonly number[] | null;
  /** What is marked. */
  readonly pattern: RegExp | null;
  /** The line that somebody went to. */
  readonly current: number | null;
  readonly isWrapped: boolean;
  /** Whether lines still come; only then there is something to pause. */
  readonly isFollowed: boolean;
  /** Said while there are no lines. */
  readonly empty: string;
}

const lineHeightPx = 18;
const overscan = 24;

/** Lines that follow their end, until somebody scrolls up to read. Only the visible ones are in the page. */
export function LogView(props: LogViewProps) {
  const { label, kind, log, shown, pattern, current, isWrapped, isFollowed, empty } = props;
  const area = useRef<HTMLDivElement>(null);
  const [wholeNumbers, setWholeNumbers] = useState<ReadonlySet<number>>(new Set());
  const { lines, firstNumber } = log;
  const count = shown?.length ?? lines.length;
  const numberOf = useCallback((index: number) => shown?.[index] ?? firstNumber + index, [shown, firstNumber]);
  const indexOf = (number: number) => (shown === null ? number - firstNumber : shown.indexOf(number));
  // Nothing here is memoized by a compiler; the library's functions tell something new at each drawing.
  // oxlint-disable-next-line react/incompatible-library -- see above
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => area.current,
    estimateSize: () => lineHeightPx,
    getItemKey: numberOf,
    overscan,
    paddingStart: 8,
    paddingEnd: 10,
  });
  const end = firstNumber + lines.length;
  const scroll = useLogScroll({ area, virtualizer, numberOf, indexOf, count, firstNumber, end, current });
  // Heights are others when lines wrap.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of it is what is meant
  useLayoutEffect(() => virtualizer.measure(), [isWrapped, virtualizer]);
  const showAll = useCallback((number: number) => setWholeNumbers((known) => new Set(known).add(number)), []);
  const missed = scroll.pausedAt === null ? 0 : Math.max(0, end - scroll.pausedAt);
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
        data-paused={scroll.pausedAt !== null}
        data-wrapped={isWrapped}
        onScroll={scroll.onScroll}
      >
        <div className="log-sizer" style={{ height: count === 0 ? undefined : virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const number = numberOf(index);
            const text = lines[number - firstNumber];
            if (text === undefined) return null;
            return (
              <div
                key={number}
                ref={isWrapped ? virtualizer.measureElement : undefined}
                data-index={index}
                className="log-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogLine
                  number={number}
                  text={text}
                  level={levelOf(text, kind)}
                  pattern={pattern}
                  isCurrent={number === current}
                  isWhole={wholeNumbers.has(number)}
                  onShowAll={showAll}
                />
              </div>
            );
          })}
          {count === 0 && <p className="log-empty dim">{empty}</p>}
        </div>
      </div>
      {scroll.pausedAt !== null && isFollowed && (
        <div className="log-paused num">
          <span role="status">{missed === 0 ? 'Paused here' : `Paused · ${countOf(missed, 'newer line')}`}</span>
          <Button isSmall look="accent" onClick={scroll.follow}>
            Jump to end
          </Button>
        </div>
      )}
    </div>
  );
}
