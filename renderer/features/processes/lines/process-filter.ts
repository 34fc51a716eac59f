import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { ProcessFilter } from '../process-views.ts';
import { belongingWords, type NameOf } from '../process-words.ts';
import { groupIdOf } from './process-groups.ts';

/** The processes that a filter lets through. A number finds its pid too; each word has to be found somewhere. */
export function filterProcesses(
  rows: Iterable<ProcessRow>,
  { search, owner, user, states }: ProcessFilter,
  nameOf: NameOf,
): ProcessRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found: ProcessRow[] = [];
  for (const row of rows) {
    if (owner !== '' && !isOwnedBy(row, owner)) continue;
    if (user !== '' && row.user !== user) continue;
    if (states !== '' && !states.includes(row.state)) continue;
    if (words.length > 0 && !hasWords(row, words, nameOf)) continue;
    found.push(row);
  }
  return found;
}

/**
 * What was found together with what it comes from, so that a tree of it hangs together. What belongs to somebody else is
 * left out: who started a repository's first process is of no use there.
 */
export function withAncestors(found: readonly ProcessRow[], all: readonly ProcessRow[]): ProcessRow[] {
  const byPid = new Map(all.map((row) => [row.pid, row]));
  const kept = new Set(found);
  for (const row of found) {
    const groupId = groupIdOf(row.owner);
    let parent = byPid.get(row.parentPid);
    // Whoever is kept has its ancestors already, or leads in a circle.
    while (parent !== undefined && !kept.has(parent) && groupIdOf(parent.owner) === groupId) {
      kept.add(parent);
      parent = byPid.get(parent.parentPid);
    }
  }
  return [...kept];
}

/** Whether a filter leaves anything out. */
export function isFiltering({ search, owner, user, states }: ProcessFilter): boolean {
  return search.trim() !== '' || owner !== '' || user !== '' || states !== '';
}

function isOwnedBy({ owner }: ProcessRow, wanted: string): boolean {
  if (wanted === 'instances') return owner.kind === 'instance';
  if (owner.kind === 'instance') return wanted === `instance:${owner.instanceId}`;
  return wanted === owner.kind;
}

function hasWords(row: ProcessRow, words: readonly string[], nameOf: NameOf): boolean {
  const text = `${row.name} ${row.command} ${belongingWords(row, nameOf)}`.toLowerCase();
  const pid = String(row.pid);
  return words.every((word) => text.includes(word) || pid === word);
}
