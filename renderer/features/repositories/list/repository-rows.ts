import type { Instance, InstanceEnd } from '../../../../main/contract/instances.ts';
import type { Repository } from '../../../../main/contract/repositories.ts';
import type { Problem } from '../../../api/problem.ts';
import type { ProgressStep } from '../../../lib/operation-progress.ts';
import type { RepositorySort } from './list-views.ts';

/** What a repository is doing, as one word. */
export type RowState = 'starting' | 'stopping' | 'running' | 'suspended' | 'stopped' | 'crashed';

/** An operation on a repository that runs or has failed. */
export interface RowOperation {
  readonly action: 'start' | 'stop' | 'restart' | 'suspend';
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
  readonly startedAtMs: number;
  /** Whether its row was among those in use when the operation began. */
  readonly wasInUse: boolean;
}

/** One repository with everything the page shows of it. */
export interface RepositoryRow {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly branch: string | null;
  readonly state: RowState;
  /** False for a repository that was never started here. */
  readonly hasInstance: boolean;
  /** False for what runs although its repository is not in the list. */
  readonly isListed: boolean;
  /** When its editor was opened last, epoch milliseconds; null when that is not known. */
  readonly lastOpenedAtMs: number | null;
  readonly port: number | null;
  readonly memoryBytes: number | null;
  readonly startedAtMs: number | null;
  readonly sinceMs: number | null;
  readonly idleSeconds: number | null;
  readonly restartCount: number;
  readonly ended: InstanceEnd | null;
  readonly operation: RowOperation | null;
}

/** What the rows are made of. */
export interface RowSources {
  /** In the order of their names, as `sortRepositories` gives them. */
  readonly repositories: readonly Repository[];
  readonly instances: readonly Instance[];
  /** Operations by repository id. */
  readonly operations: Readonly<Record<string, RowOperation>>;
  /** Fresher memory readings by instance id. */
  readonly memoryBytes: ReadonlyMap<string, number>;
}

type Noun = Pick<RepositoryRow, 'id' | 'name' | 'path' | 'branch'> & { readonly lastOpenedAtMs: number | null };
const collator = new Intl.Collator('en', { numeric: true });
type Named = Pick<RepositoryRow, 'name' | 'path'>;
const byName = (one: Named, other: Named) =>
  collator.compare(one.name, other.name) || collator.compare(one.path, other.path);

/** The repositories in the order of their names; a list of thousands is sorted once, not with every reading. */
export function sortRepositories(repositories: readonly Repository[]): readonly Repository[] {
  return [...repositories].sort(byName);
}

/**
 * Joins repositories with their instances by id. What is in use comes first, whatever its state, so that falling asleep,
 * crashing and waking move no row; an instance whose repository is not listed gets a row of its own.
 */
export function repositoryRows(sources: RowSources): RepositoryRow[] {
  const { repositories, instances, operations } = sources;
  const instanceById = new Map(instances.map((instance) => [instance.id, instance]));
  const listed = new Set(repositories.map(({ id }) => id));
  const unlisted = instances
    .filter(({ id, state }) => !listed.has(id) && state !== 'stopped')
    .map(({ id, repository, path }) => ({ id, name: repository, path, branch: null, lastOpenedAtMs: null }));
  const nouns: readonly Noun[] = unlisted.length === 0 ? repositories : [...repositories, ...unlisted].sort(byName);
  const inUse: RepositoryRow[] = [];
  const atRest: RepositoryRow[] = [];
  for (const noun of nouns) {
    const instance = instanceById.get(noun.id);
    const row = rowOf(noun, instance, sources, listed.has(noun.id));
    (isInUse(instance, operations[noun.id]) ? inUse : atRest).push(row);
  }
  return [...inUse, ...atRest];
}

/** While something is done with a row it keeps its place, so that nothing moves under the pointer. */
function isInUse(instance: Instance | undefined, operation: RowOperation | undefined): boolean {
  if (operation?.isRunning === true) return operation.wasInUse;
  return instance !== undefined && instance.state !== 'stopped';
}

function rowOf(noun: Noun, instance: Instance | undefined, sources: RowSources, isListed: boolean): RepositoryRow {
  const { id, name, path, branch, lastOpenedAtMs } = noun;
  const operation = sources.operations[id] ?? null;
  const state = rowState(instance, operation);
  const isUp = state === 'running' || state === 'starting' || state === 'stopping';
  return {
    id,
    name,
    path,
    branch,
    state,
    hasInstance: instance !== undefined,
    isListed,
    lastOpenedAtMs,
    port: instance?.port ?? null,
    // Nothing is measured yet in the first moments of a start.
    memoryBytes: isUp ? sources.memoryBytes.get(id) || instance?.memoryBytes || null : null,
    startedAtMs: instance?.startedAtMs ?? null,
    sinceMs: instance?.sinceMs ?? null,
    idleSeconds: instance?.idleSeconds ?? null,
    restartCount: instance?.restartCount ?? 0,
    ended: instance?.ended ?? null,
    operation,
  };
}

const underWay = { start: 'starting', restart: 'starting', stop: 'stopping', suspend: 'stopping' } as const;

/** The state that the page shows: an operation under way is newer than what the host told last. */
export function rowState(
  instance: Pick<Instance, 'state'> | null | undefined,
  operation: Pick<RowOperation, 'action' | 'isRunning'> | null | undefined,
): RowState {
  if (operation?.isRunning === true) return underWay[operation.action];
  return instance?.state ?? 'stopped';
}

/** Puts rows that stand as `repositoryRows` gives them into another order; names decide between equals. */
export function sortRows(rows: readonly RepositoryRow[], sort: RepositorySort): readonly RepositoryRow[] {
  if (sort === 'state') return rows;
  const sorted = [...rows].sort(byName);
  if (sort === 'name') return sorted;
  return sorted.sort((one, other) => (other.lastOpenedAtMs ?? 0) - (one.lastOpenedAtMs ?? 0));
}

const searchWords: Record<RowState, string> = {
  starting: 'starting',
  stopping: 'stopping',
  running: 'running',
  suspended: 'suspended asleep',
  stopped: 'stopped',
  crashed: 'crashed',
};

/** Rows whose name, branch, path or state holds every word of the search. */
export function filterRows(rows: readonly RepositoryRow[], search: string): readonly RepositoryRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, branch, path, state }) => {
    const text = `${name} ${branch ?? ''} ${path} ${searchWords[state]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Names that stand in more than one row, so that these show their paths too. */
export function repeatedNames(rows: readonly RepositoryRow[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of rows) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return repeated;
}
