import { type ButtonHTMLAttributes, type ReactNode, useRef, useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import { Menu } from './Menu.tsx';
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
          placeOf={() => area.current?.getBoundingClientRect() ?? null}
          opener={() => area.current?.querySelector('button') ?? null}
          onClose={() => setOpening((current) => (current === opening ? null : current))}
        />
      )}
    </span>
  );
}
