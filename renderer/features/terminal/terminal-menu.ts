import type { MenuEntry } from '../../ui/menu-entry.ts';

interface TerminalMenuParts {
  readonly hasSelection: boolean;
  readonly isOpen: boolean;
  /** Its lines are kept on the host. */
  readonly isKept: boolean;
  readonly onCopy: () => void;
  readonly onPaste: () => void;
  readonly onSelectAll: () => void;
  readonly onFind: () => void;
  readonly onHistory: () => void;
  /** Null where this view decides on the size already. */
  readonly onControl: (() => void) | null;
  readonly onAnother: (() => void) | null;
  readonly onSettings: () => void;
}

/** What can be done with a terminal, where it was asked for. */
export function terminalMenu(parts: TerminalMenuParts): readonly MenuEntry[] {
  const { hasSelection, isOpen, isKept, onControl, onAnother } = parts;
  return [
    { label: 'Copy', key: 'c', isDisabled: !hasSelection, onSelect: parts.onCopy },
    { label: 'Paste', key: 'p', isDisabled: !isOpen, onSelect: parts.onPaste },
    { label: 'Select all', key: 'a', onSelect: parts.onSelectAll },
    { label: 'Find…', key: 'f', isGroupStart: true, onSelect: parts.onFind },
    ...(isKept ? [{ label: 'History', key: 'h', onSelect: parts.onHistory }] : []),
    ...(onControl === null ? [] : [{ label: 'Take control', key: 't', isGroupStart: true, onSelect: onControl }]),
    ...(onAnother === null
      ? []
      : [{ label: 'Show once more beside it', key: 'b', isGroupStart: onControl === null, onSelect: onAnother }]),
    { label: 'Terminal settings…', key: 's', isGroupStart: true, onSelect: parts.onSettings },
  ];
}
