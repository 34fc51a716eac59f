import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { SessionsCard, type SessionTools } from '../../features/agents/list/SessionsCard.tsx';
import { askForAgent, startTerminal } from '../model/agents-panel.ts';
import { openShell } from '../model/session-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { sessionHands } from './session-hands.ts';

/** The part of a host's page about its terminals and agents. */
export function SessionsView({ profile }: { readonly profile: Profile }) {
  const { id, name } = profile;
  const app = useBerth();
  const host = useStore(app.sessions.store, (state) => state[id]);
  const isLinked = useLinkView(id).kind === 'connected';
  const hands = useMemo(() => sessionHands(app, id), [app, id]);
  const tools = useMemo<SessionTools>(() => {
    const open = (kind: 'hooks' | 'limits') => () => app.agents.setState({ kind, profileId: id }, true);
    return {
      newAgent: (instanceId) => askForAgent(app, id, instanceId),
      newTerminal: (instanceId) => void startTerminal(app, id, instanceId),
      plainShell: () => openShell(app, id),
      presets: () => app.agents.setState({ kind: 'presets', back: null }, true),
      hooks: open('hooks'),
      limits: open('limits'),
      checkUp: () => void app.doctor.open(id),
      retry: () => app.sessions.retry(id),
    };
  }, [app, id]);
  return <SessionsCard host={host} hostName={name} isLinked={isLinked} hands={hands} tools={tools} />;
}
