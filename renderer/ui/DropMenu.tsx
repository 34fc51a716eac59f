import {
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button, IconButton } from './Button.tsx';
import type { MenuEntry } from './menu-entry.ts';
import './menu.css';

interface DropMenuProps {
  /** Name of the button and of the menu. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** The button's icon, or its words. */
  readonly children: ReactNode;
  /** True when the button has words, which are its name then. */
  readonly hasWords?: boolean;
  /** The keys that open it, for the tooltip of a button with words. */
  readonly hint?: string;
  /** Id of the button, for what opens the menu from elsewhere. */
  readonly buttonId?: string;
  readonly isDisabled?: boolean;
}

const gapPx = 4;
const edgePx = 8;

/** A button with a menu below it. Arrow keys move, Escape and a click beside it close it; the focus goes back. */
export function DropMenu({ label, entries, children, hasWords = false, hint, buttonId, isDisabled }: DropMenuProps) {
  // Each opening has a number: the browser tells a menu's end late, when the next one may be open already.
  const [opening, setOpening] = useState<number | null>(null);
  const lastOpening = useRef(0);
  const area = useRef<HTMLSpanElement>(null);
  const open = () => {
    lastOpening.current += 1;
    setOpening(lastOpening.current);
  };
  // A click on the button of an open menu has hidden it before it arrives here; a key has not.
  const toggle = (isByMouse: boolean) => {
    const isShown = area.current?.querySelector(':popover-open') !== null;
    if (opening !== null && (isByMouse || isShown)) setOpening(null);
    else open();
  };
  const button: ButtonHTMLAttributes<HTMLButtonElement> = {
    id: buttonId,
    disabled: isDisabled,
    'aria-haspopup': 'menu',
    'aria-expanded': opening !== null,
    onClick: ({ detail }) => toggle(detail > 0),
    onKeyDown(event) {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      open();
    },
  };
  return (
    <span ref={area} className="menu-area">
      {hasWords ? (
        <Button isSmall title={hint} {...button}>
          {children}
        </Button>
      ) : (
        <IconButton label={label} {...button}>
          {children}
        </IconButton>
      )}
      {opening !== null && (
        <Menu
          key={opening}
          label={label}
          entries={entries}
          anchor={area}
          onClose={() => setOpening((current) => (current === opening ? null : current))}
        />
      )}
    </span>
  );
}

interface MenuProps extends Pick<DropMenuProps, 'label' | 'entries'> {
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onClose: () => void;
}

function Menu({ label, entries, anchor, onClose }: MenuProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null || anchor.current === null) return;
    const button = anchor.current.querySelector('button');
    button?.focus({ preventScroll: true });
    current.showPopover();
    const placed = anchor.current.getBoundingClientRect();
    place(current, placed);
    itemsOf(current)[0]?.focus({ preventScroll: true });
    // The menu stands still while the page below it moves. The event of a scroll before the menu comes after it, and moves nothing.
    const hide = () => {
      if (anchor.current?.getBoundingClientRect().top !== placed.top) current.hidePopover();
    };
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => window.removeEventListener('scroll', hide, { capture: true });
  }, [anchor]);
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

/** Below the button and inside the window; above it when there is more room. */
function place(menu: HTMLElement, button: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const isBelow = button.bottom + gapPx + height + edgePx <= window.innerHeight || button.top < height;
  const top = isBelow ? button.bottom + gapPx : button.top - gapPx - height;
  menu.style.top = `${Math.max(edgePx, Math.min(top, window.innerHeight - height - edgePx))}px`;
  menu.style.left = `${Math.max(edgePx, button.right - width)}px`;
}
