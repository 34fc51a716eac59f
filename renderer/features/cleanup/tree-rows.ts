import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import type { CleanupGroup, KindGroup } from './cleanup-tree.ts';

/** One visible line of the tree. */
export type TreeRow = {
  readonly id: string;
  readonly level: number;
  readonly parentId: string | null;
  /** Place among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblingCount: number;
} & (
  | { readonly type: 'group'; readonly group: CleanupGroup; readonly isOpen: boolean }
  | { readonly type: 'kind'; readonly kind: KindGroup; readonly isOpen: boolean }
  | { readonly type: 'item'; readonly item: CleanupItem; readonly hasKind: boolean }
  /** Stands for the items that are not drawn yet. */
  | { readonly type: 'more'; readonly kindId: string; readonly restCount: number }
);

/** What is open, and how many items are drawn of kinds with very many. */
export interface TreeView {
  readonly openIds: ReadonlySet<string>;
  readonly shownCounts: ReadonlyMap<string, number>;
}

/** So many items of a kind are drawn before the user asks for more. */
export const PAGE_LENGTH = 100;
/** A list that is not longer is shown opened. */
const shortListLength = 60;

/** How a list is shown first: open when it is short, so that nothing is hidden; a single group is always open. */
export function firstView(groups: readonly CleanupGroup[]): TreeView {
  const count = groups.reduce((sum, { itemCount }) => sum + itemCount, 0);
  const isShort = count <= shortListLength;
  const openGroups = isShort || groups.length === 1 ? groups : [];
  const openKinds = isShort ? groups.flatMap(({ kinds }) => kinds) : [];
  return { openIds: new Set([...openGroups, ...openKinds].map(({ id }) => id)), shownCounts: new Map() };
}

/** Opens or closes a line. */
export function toggled(view: TreeView, id: string): TreeView {
  const openIds = new Set(view.openIds);
  if (!openIds.delete(id)) openIds.add(id);
  return { ...view, openIds };
}

/** Draws more items of a kind; four times as many with each asking, so that the end is near even in a list of thousands. */
export function withMore(view: TreeView, kindId: string): TreeView {
  const shown = view.shownCounts.get(kindId) ?? PAGE_LENGTH;
  return { ...view, shownCounts: new Map([...view.shownCounts, [kindId, shown * 4]]) };
}

/** The visible lines from top to bottom. A kind with one item is that item: a line to open would only be in the way. */
export function treeRows(groups: readonly CleanupGroup[], { openIds, shownCounts }: TreeView): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const place = (id: string, level: number, parentId: string | null, index: number, siblingCount: number) => ({
    id,
    level,
    parentId,
    position: index + 1,
    siblingCount,
  });
  const addItems = (kind: KindGroup, level: number) => {
    const shown = kind.items.slice(0, shownCounts.get(kind.id) ?? PAGE_LENGTH);
    const restCount = kind.items.length - shown.length;
    shown.forEach((item, index) => {
      rows.push({
        ...place(item.key, level, kind.id, index, kind.items.length),
        type: 'item',
        item,
        hasKind: false,
      });
    });
    if (restCount > 0) {
      const id = `${kind.id} more`;
      rows.push({
        ...place(id, level, kind.id, shown.length, kind.items.length),
        type: 'more',
        kindId: kind.id,
        restCount,
      });
    }
  };
  groups.forEach((group, groupIndex) => {
    const isOpen = openIds.has(group.id);
    rows.push({ ...place(group.id, 1, null, groupIndex, groups.length), type: 'group', group, isOpen });
    if (!isOpen) return;
    group.kinds.forEach((kind, index) => {
      const [single] = kind.items;
      if (kind.items.length === 1 && single !== undefined) {
        const at = place(single.key, 2, group.id, index, group.kinds.length);
        rows.push({ ...at, type: 'item', item: single, hasKind: true });
        return;
      }
      const isKindOpen = openIds.has(kind.id);
      rows.push({ ...place(kind.id, 2, group.id, index, group.kinds.length), type: 'kind', kind, isOpen: isKindOpen });
      if (isKindOpen) addItems(kind, 3);
    });
  });
  return rows;
}

/** What a key does on a line: moves the focus, or opens and closes. Null when the key means nothing here. */
export function treeKey(
  rows: readonly TreeRow[],
  activeId: string,
  key: string,
): { readonly focusId: string } | { readonly actId: string } | null {
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );
  const row = rows[index];
  if (row === undefined) return null;
  const focus = (id: string | null | undefined) => (id == null ? null : { focusId: id });
  const canOpen = row.type === 'group' || row.type === 'kind';
  switch (key) {
    case 'ArrowDown':
      return focus(rows[index + 1]?.id);
    case 'ArrowUp':
      return focus(rows[index - 1]?.id);
    case 'Home':
      return focus(rows[0]?.id);
    case 'End':
      return focus(rows.at(-1)?.id);
    case 'ArrowRight':
      if (!canOpen) return null;
      return row.isOpen ? focus(rows[index + 1]?.id) : { actId: row.id };
    case 'ArrowLeft':
      return canOpen && row.isOpen ? { actId: row.id } : focus(row.parentId);
    case 'Enter':
    case ' ':
      return row.type === 'item' ? null : { actId: row.id };
    default:
      return null;
  }
}
