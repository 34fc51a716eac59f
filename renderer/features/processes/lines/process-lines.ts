import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { identityOf } from '../process-table.ts';
import type { Arrangement } from '../process-views.ts';
import type { NameOf } from '../process-words.ts';
import { groupProcesses, type ProcessGroup, totalsOf } from './process-groups.ts';
import { processOrder } from './process-sort.ts';

interface LinePlace {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  readonly parentId: string | null;
  /** Null for what has nothing below it. */
  readonly isOpen: boolean | null;
}

/** A line that stands for several processes. */
export interface GroupLine extends LinePlace {
  readonly type: 'group';
  readonly group: ProcessGroup;
}

/** A line of one process. */
export interface RowLine extends LinePlace {
  readonly type: 'process';
  /** As it was when the lines were made. */
  readonly row: ProcessRow;
}

export type ProcessLine = GroupLine | RowLine;

/** How lines are made. */
export interface LineOptions {
  readonly arrangement: Arrangement;
  readonly nameOf: NameOf;
  readonly toggledIds: ReadonlySet<string>;
  /** What was looked for is shown wherever it lies. */
  readonly isSearching: boolean;
}

/** The visible lines from top to bottom. */
export function processLines(rows: readonly ProcessRow[], options: LineOptions): ProcessLine[] {
  const { arrangement, nameOf } = options;
  const order = processOrder(arrangement, nameOf);
  const lines: ProcessLine[] = [];
  if (!arrangement.isGrouped) {
    addRows(lines, rows, order, null, options);
    return lines;
  }
  for (const group of sortedGroups(groupProcesses(rows, nameOf), rows, arrangement)) {
    const isOpen = isOpenLine(group.id, group.kind !== 'other', options);
    lines.push({ type: 'group', id: group.id, level: 1, parentId: null, isOpen, group });
    if (isOpen) addRows(lines, group.rows, order, group.id, options);
  }
  return lines;
}

/** Repositories among each other by what they take, when that is what somebody wants to know; else by name. */
function sortedGroups(
  groups: readonly ProcessGroup[],
  rows: readonly ProcessRow[],
  { sortBy, isDescending }: Arrangement,
): readonly ProcessGroup[] {
  if (sortBy !== 'cpu' && sortBy !== 'memory') return groups;
  const totals = totalsOf(rows);
  const figure = ({ id }: ProcessGroup) => totals.get(id)?.[sortBy === 'cpu' ? 'cpuShare' : 'memoryBytes'] ?? 0;
  const direction = isDescending ? -1 : 1;
  const instances = groups.filter(({ kind }) => kind === 'instance');
  const others = groups.filter(({ kind }) => kind !== 'instance');
  return [...instances.sort((one, other) => direction * (figure(one) - figure(other))), ...others];
}

function addRows(
  lines: ProcessLine[],
  rows: readonly ProcessRow[],
  order: (one: ProcessRow, other: ProcessRow) => number,
  groupId: string | null,
  options: LineOptions,
): void {
  const sorted = [...rows].sort(order);
  const level = groupId === null ? 1 : 2;
  if (options.arrangement.isTree) addTree(lines, sorted, groupId, level, options);
  else for (const row of sorted) lines.push(rowLine(row, level, groupId, null));
}

const rowLine = (row: ProcessRow, level: number, parentId: string | null, isOpen: boolean | null): RowLine => ({
  type: 'process',
  id: identityOf(row),
  level,
  parentId,
  isOpen,
  row,
});

/** Parents come from a host and may lead in a circle, or deeper than a stack of calls is. */
function addTree(
  lines: ProcessLine[],
  sorted: readonly ProcessRow[],
  groupId: string | null,
  firstLevel: number,
  options: LineOptions,
): void {
  const present = new Set(sorted.map(({ pid }) => pid));
  const children = new Map<number, ProcessRow[]>();
  const roots: ProcessRow[] = [];
  for (const row of sorted) {
    const hasParent = row.parentPid !== row.pid && present.has(row.parentPid);
    if (!hasParent) roots.push(row);
    else {
      const siblings = children.get(row.parentPid);
      if (siblings === undefined) children.set(row.parentPid, [row]);
      else siblings.push(row);
    }
  }
  const seen = new Set<number>();
  const add = (root: ProcessRow) => {
    const stack: { row: ProcessRow; level: number; parentId: string | null; isShown: boolean }[] = [
      { row: root, level: firstLevel, parentId: groupId, isShown: true },
    ];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { row, level, parentId, isShown } = next;
      if (seen.has(row.pid)) continue;
      seen.add(row.pid);
      const below = children.get(row.pid) ?? [];
      const id = identityOf(row);
      const isOpen = below.length === 0 ? null : isOpenLine(id, !isKernel(row), options);
      if (isShown) lines.push(rowLine(row, level, parentId, isOpen));
      for (const child of below.toReversed()) {
        stack.push({ row: child, level: level + 1, parentId: id, isShown: isShown && isOpen !== false });
      }
    }
  };
  for (const root of roots) add(root);
  // Whoever is its own ancestor has no root; it is shown all the same.
  for (const row of sorted) if (!seen.has(row.pid)) add(row);
}

/** The kernel's own processes are many, and nobody's business most of the time. */
function isKernel({ pid, parentPid, command }: ProcessRow): boolean {
  return pid === 2 && parentPid === 0 && command === '';
}

function isOpenLine(id: string, isOpenAtFirst: boolean, { toggledIds, isSearching }: LineOptions): boolean {
  return isSearching || isOpenAtFirst !== toggledIds.has(id);
}
