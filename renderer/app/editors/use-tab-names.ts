import { useMemo } from 'react';
import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import type { Session } from '../../../main/contract/session-words.ts';
import { type TerminalTarget, terminalOfTab } from '../model/tabs/session-tabs.ts';
import { useBerth } from '../use-berth.ts';

/** An id is made of the folder's name and six digits of its path's sum, so it tells the name of what is not listed yet. */
const folderOfId = (repositoryId: string) => repositoryId.replace(/-[0-9a-f]{6}$/, '');

/** The name of every tab: its repository's, with the server's when tabs of several servers are open. */
export function useTabNames(): ReadonlyMap<string, string> {
  const { layout, repositories, instances, profiles, sessions } = useBerth();
  const { tabs } = useStore(layout);
  const lists = useStore(repositories.store);
  const hosts = useStore(instances.store);
  const sessionsOf = useStore(sessions.store);
  const saved = useStore(profiles.store, (state) => state.profiles);
  return useMemo(() => {
    const hasSeveralHosts = new Set(tabs.map(({ profileId }) => profileId)).size > 1;
    return new Map(
      tabs.map(({ tabId, profileId, repositoryId }) => {
        const terminal = terminalOfTab(repositoryId);
        const port = portOfName(repositoryId);
        const listed = lists[profileId]?.repositories?.find(({ id }) => id === repositoryId)?.name;
        const running = hosts[profileId]?.instances?.find(({ id }) => id === repositoryId)?.repository;
        const ofRepository = port !== null ? `Port ${port}` : (listed ?? running ?? folderOfId(repositoryId));
        const name = terminal === null ? ofRepository : terminalName(terminal, sessionsOf[profileId]?.list?.sessions);
        const host = saved.find(({ id }) => id === profileId)?.name ?? profileId;
        return [tabId, hasSeveralHosts ? `${name} · ${host}` : name];
      }),
    );
  }, [tabs, lists, hosts, saved, sessionsOf]);
}

/** The title of a session, its id until that is told; plain shells are counted. */
function terminalName(target: TerminalTarget, told: readonly Session[] | undefined): string {
  if (target.kind === 'shell') return target.number === 1 ? 'Shell' : `Shell ${target.number}`;
  return told?.find(({ id }) => id === target.sessionId)?.title ?? target.sessionId;
}
