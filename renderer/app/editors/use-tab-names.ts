import { useMemo } from 'react';
import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import { useBerth } from '../use-berth.ts';

/** An id is made of the folder's name and six digits of its path's sum, so it tells the name of what is not listed yet. */
const folderOfId = (repositoryId: string) => repositoryId.replace(/-[0-9a-f]{6}$/, '');

/** The name of every tab: its repository's, with the server's when tabs of several servers are open. */
export function useTabNames(): ReadonlyMap<string, string> {
  const { layout, repositories, instances, profiles } = useBerth();
  const { tabs } = useStore(layout);
  const lists = useStore(repositories.store);
  const hosts = useStore(instances.store);
  const saved = useStore(profiles.store, (state) => state.profiles);
  return useMemo(() => {
    const hasSeveralHosts = new Set(tabs.map(({ profileId }) => profileId)).size > 1;
    return new Map(
      tabs.map(({ tabId, profileId, repositoryId }) => {
        const port = portOfName(repositoryId);
        const listed = lists[profileId]?.repositories?.find(({ id }) => id === repositoryId)?.name;
        const running = hosts[profileId]?.instances?.find(({ id }) => id === repositoryId)?.repository;
        const name = port !== null ? `Port ${port}` : (listed ?? running ?? folderOfId(repositoryId));
        const host = saved.find(({ id }) => id === profileId)?.name ?? profileId;
        return [tabId, hasSeveralHosts ? `${name} · ${host}` : name];
      }),
    );
  }, [tabs, lists, hosts, saved]);
}
