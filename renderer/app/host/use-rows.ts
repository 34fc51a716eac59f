import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type RepositoryRow, repositoryRows } from '../../features/repositories/list/repository-rows.ts';
import { useBerth } from '../use-berth.ts';

/** The rows of a host; null until its repositories were told once, and what runs: until then nothing is known to be stopped. */
export function useRows(profileId: string): readonly RepositoryRow[] | null {
  const { repositories, instances, stats } = useBerth();
  const list = useStore(repositories.store, (state) => state[profileId]?.repositories ?? null);
  const host = useStore(instances.store, (state) => state[profileId]);
  const reading = useStore(stats.store, (state) => state[profileId]?.stats ?? null);
  return useMemo(() => {
    const isAsked = host?.instances == null && host?.problem == null;
    if (list === null || isAsked) return null;
    const memoryBytes = new Map(reading?.instances.map(({ id, memoryBytes: bytes }) => [id, bytes]));
    return repositoryRows({
      repositories: list,
      instances: host?.instances ?? [],
      operations: host?.operations ?? {},
      memoryBytes,
    });
  }, [list, host, reading]);
}

/** The row of a tab's repository, also of one that is not listed; null until the host told what runs. */
export function useRow(profileId: string, repositoryId: string, name: string): RepositoryRow | null {
  const { instances } = useBerth();
  const rows = useRows(profileId);
  const host = useStore(instances.store, (state) => state[profileId]);
  return useMemo(() => {
    if (host?.instances == null) return null;
    const listed = rows?.find(({ id }) => id === repositoryId);
    if (listed !== undefined) return listed;
    const instance = host.instances.find(({ id }) => id === repositoryId);
    const [made] = repositoryRows({
      repositories: [
        { id: repositoryId, name, path: instance?.path ?? '', branch: null, isAdded: false, lastOpenedAtMs: null },
      ],
      instances: instance === undefined ? [] : [instance],
      operations: host.operations,
      memoryBytes: new Map(),
    });
    return made ?? null;
  }, [rows, host, repositoryId, name]);
}
