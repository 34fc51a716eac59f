import { useStore } from 'zustand';
import { CleanupDialog } from '../features/cleanup/CleanupDialog.tsx';
import { InstanceSettingsDialog } from '../features/instances/InstanceSettingsDialog.tsx';
import { PublicAddressDialog } from '../features/instances/PublicAddressDialog.tsx';
import { QuestionDialog } from '../features/link/QuestionDialog.tsx';
import { LogsDrawer } from '../features/logs/LogsDrawer.tsx';
import { HostSettingsDialog } from '../features/settings/HostSettingsDialog.tsx';
import { ProfileDialogs } from './ProfileDialogs.tsx';
import { useBerth, useSelectedProfile } from './use-berth.ts';

/** Every dialog of the page; a host's question is only asked about the selected host. */
export function Dialogs() {
  const app = useBerth();
  const { link, cleanup, instances, instanceSettings, hostSettings } = app;
  const dialog = useStore(app.dialog);
  const selected = useSelectedProfile();
  const hasKeychain = useStore(app.shellInfo, (info) => info?.hasKeychain ?? false);
  const attempt = useStore(link.store, ({ attempts }) => (selected === null ? undefined : attempts[selected.id]));
  const known = useStore(instances.store, (state) => (selected === null ? null : state[selected.id]?.instances)) ?? [];
  return (
    <>
      <ProfileDialogs />
      {selected !== null && dialog.kind === 'none' && (
        <QuestionDialog model={link} profile={selected} attempt={attempt} hasKeychain={hasKeychain} />
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
      />
      <InstanceSettingsDialog
        model={instanceSettings}
        isRunning={({ profileId, repositoryId }) => instances.find(profileId, repositoryId)?.state === 'running'}
        onRestart={({ profileId, repositoryId }) => void instances.restart(profileId, repositoryId)}
      />
      <PublicAddressDialog model={app.publicAddress} />
    </>
  );
}
