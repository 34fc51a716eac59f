import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useBerth } from '../use-berth.ts';

/** What the repository of an instance is called; its id while that is not known. Another function only with other lists. */
export function useNameOf(profileId: string): (instanceId: string) => string {
  const { repositories, instances } = useBerth();
  const listed = useStore(repositories.store, (state) => state[profileId]?.repositories);
  const known = useStore(instances.store, (state) => state[profileId]?.instances);
  return useMemo(() => {
    const names = new Map([
      ...(known ?? []).map(({ id, repository }) => [id, repository] as const),
      ...(listed ?? []).map(({ id, name }) => [id, name] as const),
    ]);
    return (instanceId) => names.get(instanceId) ?? instanceId;
  }, [listed, known]);
}
