import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Within so many pixels of the end the view counts as being there. */
const endPx = 24;

type LogVirtualizer = Virtualizer<HTMLDivElement, Element>;

interface LogScrollParts {
  readonly area: RefObject<HTMLDivElement | null>;
  readonly virtualizer: LogVirtualizer;
  /** Numbers of the lines that are drawn, by their index, and back; -1 for one that is not there. */
  readonly numberOf: (index: number) => number;
  readonly indexOf: (number: number) => number;
  readonly count: number;
  readonly firstNumber: number;
  /** The number behind the last line. */
  readonly end: number;
  /** The line that somebody went to. */
  readonly current: number | null;
}

/** Where a log stands: at its end, which it follows, or where somebody reads. */
export interface LogScroll {
  /** The end at the time when somebody began to read; null while the end is followed. */
  readonly pausedAt: number | null;
  readonly onScroll: () => void;
  readonly follow: () => void;
}

/** The first line in view, and how far it is scrolled out. */
interface Anchor {
  readonly number: number;
  readonly offsetPx: number;
}

/** Keeps the end of a log in view, until somebody scrolls up; then the line that is read stays where it is. */
export function useLogScroll(parts: LogScrollParts): LogScroll {
  const { area, virtualizer, numberOf, indexOf, count, firstNumber, end, current } = parts;
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const lastTop = useRef(0);
  const anchor = useRef<Anchor | null>(null);
  const settled = useRef({ height: '', lines: '' });
  const totalPx = virtualizer.getTotalSize();

  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    // A scrolled view is drawn again too, and that must not move it.
    const now = { height: `${totalPx} ${pausedAt}`, lines: `${firstNumber} ${end} ${count}` };
    const before = settled.current;
    settled.current = now;
    const isOtherHeight = now.height !== before.height;
    const isOtherLines = now.lines !== before.lines;
    if (pausedAt === null) {
      // Somebody went up a moment ago, which is heard after this.
      const isLeaving = before.height.endsWith(' null') && element.scrollTop < lastTop.current - 1;
      if ((isOtherHeight || isOtherLines) && !isLeaving) lastTop.current = moveTo(element, element.scrollHeight);
      return;
    }
    if (!isOtherLines || anchor.current === null || element.scrollTop !== lastTop.current) return;
    const start = startOf(virtualizer, indexOf(anchor.current.number));
    if (start !== null) lastTop.current = moveTo(element, start + anchor.current.offsetPx);
  });

  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    // A drawer gets its size while it opens.
    const observer = new ResizeObserver(() => {
      if (element.dataset.paused === 'false') moveTo(element, element.scrollHeight);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);

  const goTo = (number: number) => {
    const index = indexOf(number);
    if (index < 0) return;
    anchor.current = null;
    setPausedAt((known) => known ?? end);
    virtualizer.scrollToIndex(index, { align: 'center' });
  };
  const latestGoTo = useRef(goTo);
  useLayoutEffect(() => {
    latestGoTo.current = goTo;
  });
  useEffect(() => {
    if (current !== null) latestGoTo.current(current);
  }, [current]);

  const onScroll = () => {
    const element = area.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endPx;
    // What is added moves the end away; only who goes up means to read.
    if (isAtEnd) setPausedAt(null);
    else if (element.scrollTop < lastTop.current - 1) setPausedAt((known) => known ?? end);
    lastTop.current = element.scrollTop;
    const first = virtualizer.getVirtualItemForOffset(element.scrollTop);
    anchor.current =
      first === undefined ? null : { number: numberOf(first.index), offsetPx: element.scrollTop - first.start };
  };
  return { pausedAt, onScroll, follow: () => setPausedAt(null) };
}

/** Scrolls, and tells where that led to. */
function moveTo(element: HTMLElement, topPx: number): number {
  if (Math.abs(element.scrollTop - topPx) > 1) element.scrollTop = topPx;
  return element.scrollTop;
}

/** Where a line begins; null for one that is not there. */
function startOf(virtualizer: LogVirtualizer, index: number): number | null {
  return virtualizer.measurementsCache[index]?.start ?? null;
}
