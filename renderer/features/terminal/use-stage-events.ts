import { type RefObject, useEffect, useEffectEvent } from 'react';

/** A place on the page, CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Takes what is pasted before xterm does, which would send it as it is, and the menu in place of the browser’s. */
export function useStageEvents(
  place: RefObject<HTMLElement | null>,
  onPaste: (text: string) => void,
  onMenu: (point: Point) => void,
): void {
  const paste = useEffectEvent(onPaste);
  const open = useEffectEvent(onMenu);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const take = (event: ClipboardEvent) => {
      event.preventDefault();
      event.stopPropagation();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text !== '') paste(text);
    };
    const showMenu = (event: MouseEvent) => {
      event.preventDefault();
      open({ x: event.clientX, y: event.clientY });
    };
    current.addEventListener('paste', take, { capture: true });
    current.addEventListener('contextmenu', showMenu);
    return () => {
      current.removeEventListener('paste', take, { capture: true });
      current.removeEventListener('contextmenu', showMenu);
    };
  }, [place]);
}
