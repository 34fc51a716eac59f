import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Within so many pixels of the end the view counts as being there. */
const endPx = 24;

interface LogScrollParts {
  readonly area: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Numbers of the lines that are drawn, by their index, and back; -1 for one that is not there. */
  readonly numberOf: (index: number) => number;
  readonly indexOf: (number: number) => number;
  /** The number behind the last line. */
  readonly end: number;
}

/** Where a log stands: at its end, which it follows, or where somebody reads. */
export interface LogScroll {
  /** The end at the time when somebody began to read; null while the end is followed. */
  readonly pausedAt: number | null;
  readonly onScroll: () => void;
  /** Shows a line and stays there. */
  readonly goTo: (number: number) => void;
  readonly follow: () => void;
}

/** Keeps the end of a log in view, until somebody scrolls up; then the line that is read stays where it is. */
export function useLogScroll({ area, virtualizer, numberOf, indexOf, end }: LogScrollParts): LogScroll {
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const lastTop = useRef(0);
  /** The first line in view, and how far it is scrolled out. */
  const anchor = useRef<{ readonly number: number; readonly offsetPx: number } | null>(null);
  const totalPx = virtualizer.getTotalSize();

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights and lines are what moves the place
  useLayoutEffect(() => {
    const { current } = area;
    if (current === null) return;
    if (pausedAt === null) {
      current.scrollTop = current.scrollHeight;
    } else if (anchor.current !== null) {
      const start = virtualizer.measurementsCache[indexOf(anchor.current.number)]?.start;
      const wanted = start === undefined ? current.scrollTop : start + anchor.current.offsetPx;
      if (Math.abs(wanted - current.scrollTop) > 1) current.scrollTop = wanted;
    }
    lastTop.current = current.scrollTop;
  }, [totalPx, end, pausedAt, numberOf]);

  useLayoutEffect(() => {
    const { current } = area;
    if (current === null) return;
    // A drawer gets its size while it opens.
    const observer = new ResizeObserver(() => {
      if (current.dataset.paused === 'false') current.scrollTop = current.scrollHeight;
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [area]);

  const onScroll = () => {
    const { current } = area;
    if (current === null) return;
    const isAtEnd = current.scrollHeight - current.scrollTop - current.clientHeight <= endPx;
    // What is added moves the end away; only who goes up means to read.
    if (isAtEnd) setPausedAt(null);
    else if (current.scrollTop < lastTop.current - 1) setPausedAt((known) => known ?? end);
    lastTop.current = current.scrollTop;
    const first = virtualizer.getVirtualItemForOffset(current.scrollTop);
    anchor.current =
      first === undefined ? null : { number: numberOf(first.index), offsetPx: current.scrollTop - first.start };
  };
  return {
    pausedAt,
    onScroll,
    goTo: (number) => {
      const index = indexOf(number);
      if (index < 0) return;
      anchor.current = null;
      setPausedAt((known) => known ?? end);
      virtualizer.scrollToIndex(index, { align: 'center' });
    },
    follow: () => setPausedAt(null),
  };
}
