import { type RefObject, useEffect, useRef } from 'react';

/**
 * Keeps the focus near where it was: when a change of `state` took away the button that had it, the element around it gets it,
 * so that the Tab key goes on from there. The element needs a `tabIndex` of -1.
 */
export function useKeptFocus<E extends HTMLElement>(state: unknown): RefObject<E | null> {
  const element = useRef<E>(null);
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) element.current?.focus({ preventScroll: true });
  }, [state]);
  return element;
}
