import { type RefObject, useEffect, useRef } from 'react';

/** Keeps the shown tab within a bar that is too narrow for all, whichever is shown, moved or renamed, and whatever the bar's width. */
export function useShownInView(shownId: string | null, order: unknown): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown, and where, decides.
  useEffect(() => {
    const { current } = bar;
    if (current === null) return;
    const scroll = () => {
      current.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    scroll();
    const observer = new ResizeObserver(scroll);
    observer.observe(current);
    return () => observer.disconnect();
  }, [shownId, order]);
  return bar;
}
