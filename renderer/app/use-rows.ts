import { useMemo } from 'react';
import { useStore } from 'zustand';
import { type RepositoryRow, repositoryRows } from '../features/repositories/repository-rows.ts';
import { useBerth } from './use-berth.ts';

/** The rows of a host; null until its repositories or instances were told once. */
export function useRows(profileId: string): readonly RepositoryRow[] | null {
  const { repositories, instances, stats } = useBerth();
  const list = useStore(repositories.store, (state) => state[profileId]?.repositories ?? null);
  const host = useStore(instances.store, (state) => state[profileId]);
  const reading = useStore(stats.store, (state) => state[profileId]?.stats ?? null);
  return useMemo(() => {
    if (list === null) return null;
    const memoryBytes = new Map(reading?.instances.map(({ id, memoryBytes: bytes }) => [id, bytes]));
    return repositoryRows({
      repositories: list,
      instances: host?.instances ?? [],
      operations: host?.operations ?? {},
      memoryBytes,
    });
  }, [list, host, reading]);
}
