import type { Instance } from '../../../main/contract/instances.ts';
import type { Repository } from '../../../main/contract/repositories.ts';
import type { Problem } from '../../api/problem.ts';
import type { ProgressStep } from '../../lib/operation-progress.ts';

/** What a repository is doing, as one word. */
export type RowState = 'starting' | 'stopping' | 'running' | 'suspended' | 'stopped' | 'crashed';

/** An operation on a repository that runs or has failed. */
export interface RowOperation {
  readonly action: 'start' | 'stop';
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
  readonly startedAtMs: number;
}

/** One repository with everything the page shows of it. */
export interface RepositoryRow {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly branch: string | null;
  readonly state: RowState;
  readonly port: number | null;
  readonly memoryBytes: number | null;
  readonly startedAtMs: number | null;
  readonly operation: RowOperation | null;
}

/** What the rows are made of. */
export interface RowSources {
  readonly repositories: readonly Repository[];
  readonly instances: readonly Instance[];
  /** Operations by repository id. */
  readonly operations: Readonly<Record<string, RowOperation>>;
  /** Fresher memory readings by instance id. */
  readonly memoryBytes: ReadonlyMap<string, number>;
}

/** Joins repositories with their instances by id; an instance whose repository is not listed gets a row of its own. */
export function repositoryRows({ repositories, instances, operations, memoryBytes }: RowSources): RepositoryRow[] {
  const instanceById = new Map(instances.map((instance) => [instance.id, instance]));
  const listed = new Set(repositories.map(({ id }) => id));
  const unlisted = instances.filter(({ id, state }) => !listed.has(id) && state !== 'stopped');
  const nouns = [
    ...repositories,
    ...unlisted.map(({ id, repository, path }) => ({ id, name: repository, path, branch: null })),
  ];
  return nouns
    .map(({ id, name, path, branch }) => {
      const instance = instanceById.get(id);
      const operation = operations[id] ?? null;
      const state = rowState(instance, operation);
      const isUp = state === 'running' || state === 'starting' || state === 'stopping';
      return {
        id,
        name,
        path,
        branch,
        state,
        port: instance?.port ?? null,
        // Nothing is measured yet in the first moments of a start.
        memoryBytes: isUp ? memoryBytes.get(id) || instance?.memoryBytes || null : null,
        startedAtMs: instance?.startedAtMs ?? null,
        operation,
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name) || one.path.localeCompare(other.path));
}

function rowState(instance: Instance | undefined, operation: RowOperation | null): RowState {
  if (operation?.isRunning === true) return operation.action === 'start' ? 'starting' : 'stopping';
  return instance?.state ?? 'stopped';
}

/** Rows whose name, branch, path or state holds every word of the search. */
export function filterRows(rows: readonly RepositoryRow[], search: string): readonly RepositoryRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, branch, path, state }) => {
    const text = `${name} ${branch ?? ''} ${path} ${state}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
