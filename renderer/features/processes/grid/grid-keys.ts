import type { GroupLine, ProcessLine, RowLine } from '../lines/process-lines.ts';

/** What a key does on a line of the table. */
export type GridEffect =
  | { readonly kind: 'focus'; readonly id: string }
  | { readonly kind: 'toggle'; readonly id: string }
  | { readonly kind: 'details'; readonly line: RowLine }
  | { readonly kind: 'end'; readonly line: RowLine }
  | { readonly kind: 'end-group'; readonly line: GroupLine }
  | { readonly kind: 'search'; readonly text: string };

/** Null when the key means nothing here; `pageLength` is how many lines are seen at once. */
export function gridKey(
  lines: readonly ProcessLine[],
  activeId: string,
  key: string,
  pageLength: number,
): GridEffect | null {
  const index = Math.max(
    0,
    lines.findIndex(({ id }) => id === activeId),
  );
  const line = lines[index];
  if (line === undefined) return null;
  const focus = (id: string | null | undefined): GridEffect | null => (id == null ? null : { kind: 'focus', id });
  const move = (by: number) => focus(lines[Math.max(0, Math.min(lines.length - 1, index + by))]?.id);
  switch (key) {
    case 'ArrowDown':
      return move(1);
    case 'ArrowUp':
      return move(-1);
    case 'PageDown':
      return move(pageLength);
    case 'PageUp':
      return move(-pageLength);
    case 'Home':
      return focus(lines[0]?.id);
    case 'End':
      return focus(lines.at(-1)?.id);
    case 'ArrowRight':
      if (line.isOpen === null) return null;
      return line.isOpen ? move(1) : { kind: 'toggle', id: line.id };
    case 'ArrowLeft':
      return line.isOpen === true ? { kind: 'toggle', id: line.id } : focus(line.parentId);
    case 'Enter':
    case ' ':
      return line.type === 'group' ? { kind: 'toggle', id: line.id } : { kind: 'details', line };
    case 'Delete':
      return line.type === 'group' ? { kind: 'end-group', line } : { kind: 'end', line };
    default:
      // Whoever types means the search; `/` leads there without being typed.
      return key.length === 1 && key !== '/' ? { kind: 'search', text: key } : null;
  }
}
