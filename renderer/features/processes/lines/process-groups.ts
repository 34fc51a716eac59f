import type { ProcessOwner, ProcessRow } from '../../../../main/contract/processes.ts';
import { memoryOf } from '../process-table.ts';
import type { NameOf } from '../process-words.ts';

/** Processes that belong together. */
export interface ProcessGroup {
  /** Stays the same over readings; no process has such an id. */
  readonly id: string;
  readonly kind: ProcessOwner['kind'];
  /** A repository's name, a session's name, or whose they are. */
  readonly title: string;
  /** Null for all that is no instance. */
  readonly instanceId: string | null;
  readonly rows: readonly ProcessRow[];
}

/** What a group takes together. */
export interface GroupTotals {
  readonly count: number;
  /** 1 is one whole core. */
  readonly cpuShare: number;
  readonly memoryBytes: number;
}

/** Id of the group of a process. */
export function groupIdOf(owner: ProcessOwner): string {
  if (owner.kind === 'instance') return `group instance ${owner.instanceId}`;
  return owner.kind === 'session' ? `group session ${owner.name}` : `group ${owner.kind}`;
}

const kindOrder: readonly ProcessOwner['kind'][] = ['instance', 'session', 'berth', 'other'];

/** The groups: repositories first, then sessions, what Berth runs for itself, and at last all that is none of Berth's. */
export function groupProcesses(rows: readonly ProcessRow[], nameOf: NameOf): ProcessGroup[] {
  const byId = new Map<string, ProcessRow[]>();
  for (const row of rows) {
    const id = groupIdOf(row.owner);
    const known = byId.get(id);
    if (known === undefined) byId.set(id, [row]);
    else known.push(row);
  }
  const groups: ProcessGroup[] = [];
  for (const [id, members] of byId) {
    const [first] = members;
    if (first === undefined) continue;
    const { owner } = first;
    const instanceId = owner.kind === 'instance' ? owner.instanceId : null;
    groups.push({ id, kind: owner.kind, title: titleOf(owner, nameOf), instanceId, rows: members });
  }
  return groups.sort(
    (one, other) => kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind) || one.title.localeCompare(other.title),
  );
}

function titleOf(owner: ProcessOwner, nameOf: NameOf): string {
  switch (owner.kind) {
    case 'instance':
      return nameOf(owner.instanceId);
    case 'session':
      return `Session ${owner.name}`;
    case 'berth':
      return 'Berth’s own';
    case 'other':
      return 'Everything else on this server';
  }
}

/** What each group takes at this reading, by the group's id. */
export function totalsOf(rows: Iterable<ProcessRow>): ReadonlyMap<string, GroupTotals> {
  const totals = new Map<string, { count: number; cpuShare: number; memoryBytes: number }>();
  for (const row of rows) {
    const id = groupIdOf(row.owner);
    const known = totals.get(id) ?? { count: 0, cpuShare: 0, memoryBytes: 0 };
    known.count += 1;
    known.cpuShare += row.cpuShare;
    known.memoryBytes += memoryOf(row);
    totals.set(id, known);
  }
  return totals;
}
