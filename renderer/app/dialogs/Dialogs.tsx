import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { CleanupDialog } from '../../features/cleanup/CleanupDialog.tsx';
import { InstanceSettingsDialog } from '../../features/instances/InstanceSettingsDialog.tsx';
import { PublicAddressDialog } from '../../features/instances/PublicAddressDialog.tsx';
import { LogsDrawer } from '../../features/logs/LogsDrawer.tsx';
import { SecretsDialog } from '../../features/secrets/SecretsDialog.tsx';
import { HostSettingsDialog } from '../../features/settings/HostSettingsDialog.tsx';
import { Alerts } from '../alerts/Alerts.tsx';
import { Downloads } from '../outside/Downloads.tsx';
import { useBerth, useSelectedProfile } from '../use-berth.ts';
import { Connection } from './Connection.tsx';
import { Health } from './Health.tsx';
import { Questions } from './Questions.tsx';
import { RepositoryDialogs } from './RepositoryDialogs.tsx';

/** Seldom looked at, so it is loaded when it is. */
const SettingsDialog = lazy(async () => {
  const { SettingsDialog: dialog } = await import('../settings/SettingsDialog.tsx');
  return { default: dialog };
});

/** The same for what is asked about terminals and agents. */
const AgentDialogs = lazy(async () => {
  const { AgentDialogs: dialogs } = await import('../agents/AgentDialogs.tsx');
  return { default: dialogs };
});

/** The same for servers: they are added and changed now and then. */
const ProfileDialogs = lazy(async () => {
  const { ProfileDialogs: dialogs } = await import('./ProfileDialogs.tsx');
  return { default: dialogs };
});

/** Every dialog of the page. */
export function Dialogs() {
  const app = useBerth();
  const { cleanup, instances, instanceSettings, hostSettings, settings } = app;
  const isSettingsOpen = useStore(settings.store, ({ isOpen }) => isOpen);
  const isAgentsOpen = useStore(app.agents, ({ kind }) => kind !== 'none');
  const isProfileOpen = useStore(app.dialog, ({ kind }) => kind !== 'none');
  const selected = useSelectedProfile();
  const known = useStore(instances.store, (state) => (selected === null ? null : state[selected.id]?.instances)) ?? [];
  return (
    <>
      {isProfileOpen && (
        <Suspense>
          <ProfileDialogs />
        </Suspense>
      )}
      <Connection />
      <Health />
      <Alerts />
      <Downloads />
      <Questions />
      <SecretsDialog model={app.secrets} />
      {isSettingsOpen && (
        <Suspense>
          <SettingsDialog />
        </Suspense>
      )}
      {isAgentsOpen && (
        <Suspense>
          <AgentDialogs />
        </Suspense>
      )}
      <LogsDrawer model={app.logs} />
      <CleanupDialog
        model={cleanup}
        hostName={selected?.name ?? 'the server'}
        nameOf={(instanceId) => known.find(({ id }) => id === instanceId)?.repository ?? instanceId}
      />
      <HostSettingsDialog
        model={hostSettings}
        hostName={selected?.name ?? 'the server'}
        sources={known.map(({ id, repository }) => ({ id, name: repository }))}
        onVersions={(profileId) => {
          hostSettings.close();
          void app.versions.open(profileId);
        }}
      />
      <InstanceSettingsDialog
        model={instanceSettings}
        isRunning={({ profileId, repositoryId }) => instances.find(profileId, repositoryId)?.state === 'running'}
        onRestart={({ profileId, repositoryId }) => void instances.restart(profileId, repositoryId)}
      />
      <PublicAddressDialog model={app.publicAddress} />
      <RepositoryDialogs />
    </>
  );
}
