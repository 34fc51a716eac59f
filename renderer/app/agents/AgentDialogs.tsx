import { useMemo } from 'react';
import { useStore } from 'zustand';
import { RenameDialog } from '../../features/agents/list/RenameDialog.tsx';
import { StopDialog } from '../../features/agents/list/StopDialog.tsx';
import { PresetsDialog } from '../../features/agents/presets/PresetsDialog.tsx';
import { HooksDialog } from '../../features/agents/upkeep/HooksDialog.tsx';
import { LimitsDialog } from '../../features/agents/upkeep/LimitsDialog.tsx';
import type { StartPanel } from '../model/agents-panel.ts';
import { useBerth } from '../use-berth.ts';
import { StartSession } from './StartSession.tsx';
import { Talk } from './Talk.tsx';

/** What about terminals and agents is open above the page; loaded when the first of it is opened. */
export function AgentDialogs() {
  const app = useBerth();
  const { agents, sessions, profiles, announcement } = app;
  const panel = useStore(agents);
  const profileId = 'profileId' in panel ? panel.profileId : '';
  const hostName = useStore(
    profiles.store,
    (state) => state.profiles.find(({ id }) => id === profileId)?.name ?? 'the server',
  );
  const close = useMemo(() => () => agents.setState({ kind: 'none' }, true), [agents]);
  const say = (words: string) => announcement.setState(words, true);
  switch (panel.kind) {
    case 'none':
      return null;
    case 'start':
      return <StartSession key={keyOf(panel)} panel={panel} hostName={hostName} onClose={close} />;
    case 'talk':
      return (
        <Talk
          key={`${profileId} ${panel.sessionId}`}
          profileId={profileId}
          sessionId={panel.sessionId}
          onClose={close}
        />
      );
    case 'stop':
      return (
        <StopDialog
          model={sessions}
          profileId={profileId}
          sessionId={panel.sessionId}
          onStopped={say}
          onClose={() => agents.setState(panel.back ?? { kind: 'none' }, true)}
        />
      );
    case 'rename':
      return <RenameDialog model={sessions} profileId={profileId} sessionId={panel.sessionId} onClose={close} />;
    case 'hooks':
      return <HooksDialog model={sessions} profileId={profileId} hostName={hostName} onClose={close} />;
    case 'limits':
      return (
        <LimitsDialog
          client={app.session.client}
          model={sessions}
          profileId={profileId}
          hostName={hostName}
          onClose={close}
        />
      );
    case 'presets':
      return (
        <PresetsDialog
          client={app.session.client}
          isBack={panel.back !== null}
          onClose={() => agents.setState(panel.back ?? { kind: 'none' }, true)}
        />
      );
  }
}

const keyOf = ({ profileId, repositoryId, what }: StartPanel) => `${profileId} ${repositoryId ?? ''} ${what}`;
