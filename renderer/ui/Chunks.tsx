import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface ChunksProps<T> {
  readonly items: readonly T[];
  /** The element around each chunk; a table's chunks are bodies. */
  readonly as: 'tbody' | 'ul';
  /** Extra attributes of every chunk, for its style. */
  readonly className?: string;
  /** Height of one item until the first ones were measured, pixels. */
  readonly itemHeightPx: number;
  readonly children: (item: T, index: number) => ReactNode;
}

/** Items that are drawn or left out together. */
const chunkLength = 40;
/** How far beyond the visible part chunks are drawn, so that scrolling and the Tab key find them there. */
const marginPx = 900;

/** A long list of which only the chunks near the visible part are in the page; the others keep their height. */
export function Chunks<T>({ items, as, className, itemHeightPx, children }: ChunksProps<T>) {
  const [heightPx, setHeightPx] = useState(itemHeightPx);
  const starts = Array.from({ length: Math.ceil(items.length / chunkLength) }, (_, index) => index * chunkLength);
  return starts.map((start) => (
    <Chunk
      key={start}
      as={as}
      className={className}
      length={Math.min(chunkLength, items.length - start)}
      itemHeightPx={heightPx}
      isFirst={start === 0}
      onMeasure={setHeightPx}
    >
      {() => items.slice(start, start + chunkLength).map((item, index) => children(item, start + index))}
    </Chunk>
  ));
}

interface ChunkProps {
  readonly as: 'tbody' | 'ul';
  readonly className: string | undefined;
  readonly length: number;
  readonly itemHeightPx: number;
  readonly isFirst: boolean;
  readonly onMeasure: (itemHeightPx: number) => void;
  readonly children: () => ReactNode;
}

function Chunk({ as: Tag, className, length, itemHeightPx, isFirst, onMeasure, children }: ChunkProps) {
  const element = useRef<(HTMLTableSectionElement & HTMLUListElement) | null>(null);
  const [isNear, setIsNear] = useState(isFirst);
  useLayoutEffect(() => {
    const height = element.current?.getBoundingClientRect().height ?? 0;
    if (isFirst && height > 0) onMeasure(height / length);
  }, [isFirst, length, onMeasure]);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const isSeen = entries.at(-1)?.isIntersecting ?? false;
        // What holds the focus stays, or the focus would be lost.
        if (isSeen || !current.contains(document.activeElement)) setIsNear(isSeen);
      },
      { root: scrollerOf(current), rootMargin: `${marginPx}px 0px` },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const style = { height: length * itemHeightPx };
  const filler =
    Tag === 'tbody' ? (
      <tr className="chunk-filler" style={style}>
        <td />
      </tr>
    ) : (
      <li className="chunk-filler" style={style} />
    );
  return (
    <Tag ref={element} className={className}>
      {isNear ? children() : filler}
    </Tag>
  );
}

/** The nearest element around that scrolls; margins only count for the root of an observer. */
function scrollerOf(element: Element): Element | null {
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(outer).overflowY)) return outer;
  }
  return null;
}
