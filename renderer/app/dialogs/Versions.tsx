import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { noRestarts } from '../../features/setup/restarts-model.ts';
import { VersionsDialog } from '../../features/setup/VersionsDialog.tsx';
import { currentStep } from '../../lib/operation-progress.ts';
import { useBerth } from '../use-berth.ts';

interface VersionsProps {
  /** The server whose versions are shown; null while none is. */
  readonly profile: Profile | null;
  readonly onUpdate: () => void;
}

/** The versions of VS Code on a server, with the editors that run there. */
export function Versions({ profile, onUpdate }: VersionsProps) {
  const { versions, restarts, instances } = useBerth();
  const profileId = profile?.id ?? '';
  const host = useStore(instances.store, (state) => state[profileId]);
  const { ids, problems } = useStore(restarts.store, (state) => state[profileId] ?? noRestarts);
  const doingOf = (instanceId: string) => {
    if (!ids.includes(instanceId)) return null;
    const operation = host?.operations[instanceId];
    if (operation?.isRunning !== true) return 'waits for its restart';
    return currentStep(operation.steps)?.title ?? 'restarts';
  };
  return (
    <VersionsDialog
      model={versions}
      hostName={profile?.name ?? 'the server'}
      nameOf={(instanceId) => host?.instances?.find(({ id }) => id === instanceId)?.repository ?? instanceId}
      doingOf={doingOf}
      restartProblems={problems}
      onRestart={(instanceIds) => void restarts.restart(profileId, instanceIds)}
      onUpdate={onUpdate}
    />
  );
}
