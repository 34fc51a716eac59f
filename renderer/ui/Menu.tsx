import { type KeyboardEvent, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { MenuEntry } from './menu-entry.ts';
import { useCover } from './overlays.ts';
import './menu.css';

/** Where a menu opens: below this place, with its right edge at the place's, or its left edge where `isAtPoint`. */
export interface MenuPlace {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface MenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Null when what it belongs to is gone. */
  readonly placeOf: () => MenuPlace | null;
  /** What gets the focus back. */
  readonly opener: () => HTMLElement | null;
  /** True for a menu that was asked for with the pointer, and begins where that is. */
  readonly isAtPoint?: boolean;
  readonly onClose: () => void;
}

const gapPx = 4;
const edgePx = 8;

/** A menu while it is open. Arrow keys move, Escape and a click beside it close it; the focus goes back. */
export function Menu({ label, entries, placeOf, opener, isAtPoint = false, onClose }: MenuProps) {
  const element = useRef<HTMLDivElement>(null);
  useCover(true);
  const open = useEffectEvent(() => {
    const { current } = element;
    let placed = placeOf();
    if (current === null || placed === null) return () => undefined;
    opener()?.focus({ preventScroll: true });
    current.showPopover();
    moveTo(current, placed, isAtPoint);
    itemsOf(current)[0]?.focus({ preventScroll: true });
    // The menu stands still while the page below it moves. The event of a scroll before the menu comes after it, and moves nothing.
    const hide = () => {
      if (placeOf()?.top !== placed?.top) current.hidePopover();
    };
    // A window that becomes smaller, or a phone that is turned, would leave it outside.
    const follow = () => {
      placed = placeOf();
      if (placed === null || opener()?.checkVisibility() === false) current.hidePopover();
      else moveTo(current, placed, isAtPoint);
    };
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', hide, { capture: true });
      window.removeEventListener('resize', follow);
    };
  });
  useLayoutEffect(() => open(), []);
  const select = (entry: MenuEntry) => {
    element.current?.hidePopover();
    entry.onSelect();
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const entry = entries.find(({ key, isDisabled }) => key === event.key.toLowerCase() && isDisabled !== true);
    if (entry !== undefined) select(entry);
    else if (event.key === 'Tab') element.current?.hidePopover();
    else if (!moveFocus(element.current, event.key)) return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div
      ref={element}
      className="menu"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="auto"
      onKeyDown={press}
      onToggle={({ newState }) => {
        if (newState === 'closed') onClose();
      }}
    >
      {entries.map((entry) => (
        <button
          key={entry.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          disabled={entry.isDisabled}
          data-group-start={entry.isGroupStart || undefined}
          aria-keyshortcuts={entry.key?.toUpperCase()}
          onClick={() => select(entry)}
        >
          {entry.label}
          {entry.key !== undefined && (
            <span className="key" aria-hidden="true">
              {entry.key.toUpperCase()}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

const itemsOf = (menu: Element) => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')];

function moveFocus(menu: HTMLElement | null, key: string): boolean {
  const items: (Element | null)[] = menu === null ? [] : itemsOf(menu);
  const index = items.indexOf(document.activeElement);
  const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[key];
  if (next === undefined) return false;
  const target = items[(next + items.length) % items.length];
  if (target instanceof HTMLElement) target.focus();
  return true;
}

/** Below the place and inside the window; above it when there is more room. */
function moveTo(menu: HTMLElement, place: MenuPlace, isAtPoint: boolean): void {
  const { width, height } = menu.getBoundingClientRect();
  const isBelow = place.bottom + gapPx + height + edgePx <= window.innerHeight || place.top < height;
  const top = isBelow ? place.bottom + gapPx : place.top - gapPx - height;
  const left = isAtPoint ? Math.min(place.left, window.innerWidth - width - edgePx) : place.right - width;
  menu.style.top = `${Math.max(edgePx, Math.min(top, window.innerHeight - height - edgePx))}px`;
  menu.style.left = `${Math.max(edgePx, left)}px`;
}
