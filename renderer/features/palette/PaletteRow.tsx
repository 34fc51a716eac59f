import { AppWindow, ChevronRight, GitBranch, Server, SquareTerminal } from 'lucide-react';
import type { EntryKind, PaletteEntry } from './palette-search.ts';

interface PaletteRowProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  /** The words above the first entry of a kind. */
  readonly head: string | null;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onGo: () => void;
}

const icons: Readonly<Record<EntryKind, typeof Server>> = {
  tab: AppWindow,
  session: SquareTerminal,
  repository: GitBranch,
  server: Server,
  command: ChevronRight,
};

/** One entry of the palette. The focus stays in the field, which tells which row is meant. */
export function PaletteRow({ id, entry, head, isActive, onPoint, onGo }: PaletteRowProps) {
  const Icon = icons[entry.kind];
  return (
    <>
      {head !== null && (
        <div className="palette-kind" aria-hidden="true">
          {head}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of all rows. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a row is chosen from the field, which keeps the focus. */}
      <div id={id} role="option" className="palette-row" aria-selected={isActive} onMouseMove={onPoint} onClick={onGo}>
        <Icon size={14} aria-hidden="true" />
        <span className="palette-title cut">{entry.title}</span>
        {entry.note !== '' && <span className="palette-note cut">{entry.note}</span>}
        {entry.keys !== undefined && entry.keys !== '' && <span className="key palette-keys">{entry.keys}</span>}
      </div>
    </>
  );
}
