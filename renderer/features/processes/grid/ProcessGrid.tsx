import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import { totalsOf } from '../lines/process-groups.ts';
import type { GroupLine, ProcessLine, RowLine } from '../lines/process-lines.ts';
import { liveRow } from '../process-table.ts';
import type { Arrangement, SortColumn } from '../process-views.ts';
import { ageWords, belongingWords, type NameOf, roleOf } from '../process-words.ts';
import { detailFacts } from './detail-facts.ts';
import { GridHead } from './GridHead.tsx';
import { GroupRowView } from './GroupRowView.tsx';
import { type GridEffect, gridKey } from './grid-keys.ts';
import { ProcessRowView } from './ProcessRowView.tsx';
import { rangeWith } from './range-with.ts';
import './grid.css';
import './widths.css';

export interface ProcessGridProps {
  readonly label: string;
  readonly lines: readonly ProcessLine[];
  /** What a filter found, where its ancestors are among the lines too; null where every line is meant. */
  readonly foundPids: ReadonlySet<number> | null;
  /** As they are at the last reading, by pid. */
  readonly rows: ReadonlyMap<number, ProcessRow>;
  /** The same rows without those that a filter leaves out, for the sums. */
  readonly shown: readonly ProcessRow[];
  readonly hostNowMs: number | null;
  readonly memoryTotalBytes: number | null;
  /** Lines are cards there. */
  readonly isPhone: boolean;
  /** True while the host is away: everything is from before. */
  readonly isStale: boolean;
  readonly arrangement: Arrangement;
  readonly nameOf: NameOf;
  readonly groupEntries: (line: GroupLine) => readonly MenuEntry[];
  readonly onSort: (column: SortColumn) => void;
  readonly onToggle: (id: string) => void;
  readonly onEnd: (row: ProcessRow) => void;
  readonly onEndGroup: (line: GroupLine) => void;
  /** Somebody typed on the table, and means the search. */
  readonly onType: (text: string) => void;
  /** Whether somebody points at a line, or has the focus on one. */
  readonly onHold: (part: { readonly isPointed?: boolean; readonly isFocused?: boolean }) => void;
}

/** Heights of a line and of the heads, pixels; on a phone a line has two rows of words, and there are no heads. */
const sizes = {
  desktop: { line: 30, head: 31, details: 190 },
  phone: { line: 58, head: 0, details: 340 },
} as const;
/** Lines that are drawn beyond those that are seen. */
const overscan = 5;

/** Processes as lines of which only the visible ones are in the page. One Tab stop; arrow keys move, open and fold. */
export function ProcessGrid(props: ProcessGridProps) {
  const { lines, rows, shown, hostNowMs, arrangement, nameOf, isStale, isPhone, onHold } = props;
  const size = isPhone ? sizes.phone : sizes.desktop;
  const scroller = useRef<HTMLTableElement>(null);
  const [activeId, setActiveId] = useState('');
  const [detailIds, setDetailIds] = useState<ReadonlySet<string>>(new Set());
  const shouldFocus = useRef(false);
  const activeIndex = Math.max(
    0,
    lines.findIndex(({ id }) => id === activeId),
  );
  const stop = lines[activeIndex]?.id ?? '';
  const totals = useMemo(() => totalsOf(shown), [shown]);
  const memoryTotalBytes = props.memoryTotalBytes ?? largestOf(shown);

  // No compiler memoizes what it returns.
  // oxlint-disable-next-line react/incompatible-library -- see above
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => size.line + (detailIds.has(lines[index]?.id ?? '') ? size.details : 0),
    getItemKey: useCallback(
      (index: number) => {
        const id = lines[index]?.id ?? String(index);
        // What was measured with its details has another height without them, and on a phone.
        return `${size.line} ${detailIds.has(id) ? 'details' : ''} ${id}`;
      },
      [lines, detailIds, size],
    ),
    overscan,
    scrollMargin: size.head,
    scrollPaddingStart: size.head,
    // The line that has the focus stays in the page, or the focus would be lost.
    rangeExtractor: useMemo(() => rangeWith(activeIndex), [activeIndex]),
  });

  // In another order, what one looks for is at the top.
  const shownAs = useRef(arrangement);
  useLayoutEffect(() => {
    if (shownAs.current === arrangement) return;
    shownAs.current = arrangement;
    scroller.current?.scrollTo({ top: 0 });
  }, [arrangement]);
  useLayoutEffect(() => {
    if (!shouldFocus.current) return;
    shouldFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true });
  });

  const focusLine = (id: string) => {
    setActiveId(id);
    shouldFocus.current = true;
    virtualizer.scrollToIndex(
      lines.findIndex((line) => line.id === id),
      { align: 'auto' },
    );
  };
  const toggleDetails = ({ id }: RowLine) => {
    const next = new Set(detailIds);
    if (!next.delete(id)) next.add(id);
    setDetailIds(next);
  };
  const end = (line: RowLine) => {
    const row = liveRow(rows, line.row);
    if (row !== null && !isStale) props.onEnd(row);
  };
  const run = (effect: GridEffect) => {
    switch (effect.kind) {
      case 'focus':
        return focusLine(effect.id);
      case 'toggle':
        return props.onToggle(effect.id);
      case 'details':
        return toggleDetails(effect.line);
      case 'end':
        return end(effect.line);
      case 'end-group':
        return isStale ? undefined : props.onEndGroup(effect.line);
      case 'search':
        return props.onType(effect.text);
    }
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(event.target instanceof HTMLElement) || !isLineKey(event.target, event.key)) return;
    const pageLength = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / size.line) - 1);
    const effect = gridKey(lines, stop, event.key, pageLength);
    if (effect === null) return;
    event.preventDefault();
    run(effect);
  };
  const click = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element)) return;
    const line = lines[Number(event.target.closest<HTMLElement>('[data-line]')?.dataset.line)];
    if (line === undefined) return;
    const act = event.target.closest<HTMLElement>('[data-act]')?.dataset.act;
    if (act === 'none') return;
    setActiveId(line.id);
    if (line.type === 'group' || act === 'toggle') props.onToggle(line.id);
    else if (act === 'end') end(line);
    else toggleDetails(line);
  };

  const { measureElement } = virtualizer;
  // The group says already whose it is.
  const belonging = (row: ProcessRow) => (arrangement.isGrouped ? roleOf(row) : belongingWords(row, nameOf));

  return (
    <table
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: HTML has no element of its own for a tree with columns
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={lines.length + 1}
      className="process-grid num"
      data-stale={isStale}
      data-grouped={arrangement.isGrouped}
      data-tree={arrangement.isTree}
      tabIndex={-1}
      onKeyDown={press}
      onClick={click}
      onFocus={({ target }) => {
        const line = lines[Number(target.closest<HTMLElement>('[data-line]')?.dataset.line)];
        if (line === undefined) return;
        setActiveId(line.id);
        onHold({ isFocused: true });
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Element) || !currentTarget.contains(relatedTarget)) onHold({ isFocused: false });
      }}
    >
      <thead className="process-heads">
        <GridHead arrangement={arrangement} onSort={props.onSort} />
      </thead>
      <tbody
        className="process-body"
        style={{ height: virtualizer.getTotalSize() }}
        onPointerEnter={() => onHold({ isPointed: true })}
        onPointerLeave={() => onHold({ isPointed: false })}
      >
        {virtualizer.getVirtualItems().map(({ index, start, size: heightPx }) => {
          const line = lines[index];
          if (line === undefined) return null;
          const place = { index, topPx: start - size.head, isActive: line.id === stop };
          if (line.type === 'group') {
            return (
              <GroupRowView
                key={line.id}
                line={line}
                totals={totals.get(line.id) ?? noTotals}
                memoryTotalBytes={memoryTotalBytes}
                entries={props.groupEntries(line)}
                heightPx={heightPx}
                {...place}
              />
            );
          }
          const live = liveRow(rows, line.row);
          const row = live ?? line.row;
          const hasDetails = detailIds.has(line.id);
          return (
            <ProcessRowView
              key={line.id}
              row={row}
              level={line.level}
              isOpen={line.isOpen}
              isAncestor={props.foundPids !== null && !props.foundPids.has(row.pid)}
              isGone={live === null}
              belonging={belonging(row) || (isPhone ? row.user : '')}
              age={ageWords(row.startedAtMs, hostNowMs)}
              memoryTotalBytes={memoryTotalBytes}
              canEnd={!isStale}
              details={hasDetails ? detailFacts(row, rows, nameOf) : null}
              heightPx={hasDetails ? null : heightPx}
              onMeasure={hasDetails ? measureElement : undefined}
              {...place}
            />
          );
        })}
      </tbody>
    </table>
  );
}

/** Buttons and menus in a line have keys of their own; its only plain button has no more than two. */
function isLineKey(target: HTMLElement, key: string): boolean {
  if (target.matches('[data-line]')) return true;
  return target.matches('[data-line] > td > [data-act="end"]') && key !== 'Enter' && key !== ' ';
}

const noTotals = { count: 0, cpuShare: 0, memoryBytes: 0 };

/** What bars of memory are a share of while nobody told how much the host has, bytes. */
function largestOf(rows: readonly ProcessRow[]): number {
  return rows.reduce((largest, { memoryBytes }) => Math.max(largest, memoryBytes), 1);
}
