import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, memo, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { CleanupItemLine } from './CleanupItemLine.tsx';
import { sizeWords } from './cleanup-sizes.ts';
import { type CleanupGroup, kindCount } from './cleanup-tree.ts';
import { firstView, type TreeRow, toggled, treeKey, treeRows, withMore } from './tree-rows.ts';

interface CleanupTreeProps {
  readonly groups: readonly CleanupGroup[];
  readonly label: string;
  /** Keys of the items that are marked as new. */
  readonly addedKeys: ReadonlySet<string>;
}

/** What goes, by repository and kind. One Tab stop; arrow keys move and open, as in a file explorer. */
export function CleanupTree({ groups, label, addedKeys }: CleanupTreeProps) {
  const [view, setView] = useState(() => firstView(groups));
  const rows = useMemo(() => treeRows(groups, view), [groups, view]);
  const [activeId, setActiveId] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const shouldFocus = useRef(false);
  // A line may be gone after its parent was closed.
  const stop = rows.some(({ id }) => id === activeId) ? activeId : (rows[0]?.id ?? '');
  useLayoutEffect(() => {
    if (!shouldFocus.current) return;
    shouldFocus.current = false;
    tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const act = (row: TreeRow | undefined) => {
    if (row === undefined || row.type === 'item') return;
    const firstNew = row.type === 'more' ? rows.indexOf(row) : -1;
    const next = row.type === 'more' ? withMore(view, row.kindId) : toggled(view, row.id);
    setView(next);
    setActiveId(firstNew < 0 ? row.id : (treeRows(groups, next)[firstNew]?.id ?? row.id));
    shouldFocus.current = true;
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const effect = treeKey(rows, stop, event.key);
    if (effect === null) return;
    event.preventDefault();
    if ('actId' in effect) return act(rows.find(({ id }) => id === effect.actId));
    setActiveId(effect.focusId);
    shouldFocus.current = true;
  };
  return (
    <div ref={tree} className="cleanup-tree" role="tree" tabIndex={-1} aria-label={label} onKeyDown={press}>
      {rows.map((row) => (
        <Line
          key={row.id}
          row={row}
          isStop={row.id === stop}
          isAdded={row.type === 'item' && addedKeys.has(row.item.key)}
          onAct={act}
        />
      ))}
    </div>
  );
}

interface LineProps {
  readonly row: TreeRow;
  readonly isStop: boolean;
  readonly isAdded: boolean;
  readonly onAct: (row: TreeRow) => void;
}

/** Told apart by what it shows: the handler is another one with every change of the tree. */
const Line = memo(
  function Line({ row, isStop, isAdded, onAct }: LineProps) {
    const isOpen = row.type === 'group' || row.type === 'kind' ? row.isOpen : undefined;
    return (
      // The tree takes the keys for all its lines.
      // biome-ignore lint/a11y/useKeyWithClickEvents: see above
      <div
        role="treeitem"
        aria-level={row.level}
        aria-posinset={row.position}
        aria-setsize={row.siblingCount}
        aria-expanded={isOpen}
        tabIndex={isStop ? 0 : -1}
        data-type={row.type}
        onClick={() => onAct(row)}
      >
        {isOpen !== undefined && <ChevronRight className="cleanup-chevron" size={14} aria-hidden="true" />}
        <LineWords row={row} isAdded={isAdded} />
      </div>
    );
  },
  (one, other) =>
    one.row.type === 'item' &&
    other.row.type === 'item' &&
    one.row.item === other.row.item &&
    one.row.position === other.row.position &&
    one.isStop === other.isStop &&
    one.isAdded === other.isAdded,
);

function LineWords({ row, isAdded }: Pick<LineProps, 'row' | 'isAdded'>) {
  switch (row.type) {
    case 'group':
      return (
        <>
          <b className="cut">{row.group.title}</b>
          <span className="faint cleanup-count">{countOf(row.group.itemCount, 'item')}</span>
          <span className="num cleanup-size">{sizeWords(row.group.sizes)}</span>
        </>
      );
    case 'kind':
      return (
        <>
          <span className="cut">{kindCount(row.kind)}</span>
          <span className="cleanup-count" />
          <span className="num dim cleanup-size">{sizeWords(row.kind.sizes)}</span>
        </>
      );
    case 'more':
      return <span className="cleanup-more">Show more, {countOf(row.restCount, 'item')} not shown yet</span>;
    case 'item':
      return <CleanupItemLine item={row.item} hasKind={row.hasKind} isAdded={isAdded} />;
  }
}
