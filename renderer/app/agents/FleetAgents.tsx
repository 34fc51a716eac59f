import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import { AgentsBoard } from '../../features/agents/board/AgentsBoard.tsx';
import { useBerth } from '../use-berth.ts';
import { sessionHands } from './session-hands.ts';

/** The agents of all servers that are linked; nothing where there is none. */
export function FleetAgents() {
  const app = useBerth();
  const hosts = useStore(app.sessions.store);
  const profiles = useStore(app.profiles.store, (state) => state.profiles);
  const statuses = useStore(app.link.store, (state) => state.statuses);
  const agents = useMemo(
    () =>
      profiles
        .filter(({ id }) => statuses[id]?.state === 'connected')
        .flatMap(({ id: profileId, name: hostName }) =>
          (hosts[profileId]?.list?.sessions ?? [])
            .filter(({ kind }) => kind === 'agent')
            .map((session) => ({
              profileId,
              hostName,
              session,
              operation: hosts[profileId]?.operations[session.id] ?? null,
            })),
        ),
    [hosts, profiles, statuses],
  );
  const handsOf = useCallback((profileId: string) => sessionHands(app, profileId), [app]);
  return agents.length === 0 ? null : <AgentsBoard agents={agents} handsOf={handsOf} />;
}
