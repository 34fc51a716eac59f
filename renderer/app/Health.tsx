import { useStore } from 'zustand';
import { DoctorDrawer } from '../features/doctor/DoctorDrawer.tsx';
import { SetupDialog } from '../features/setup/SetupDialog.tsx';
import { VersionsDialog } from '../features/setup/VersionsDialog.tsx';
import { FirstRepositories } from './FirstRepositories.tsx';
import { useBerth } from './use-berth.ts';

/** What makes a server ready and keeps it healthy: the check-up, the setup, the versions of VS Code. One of them at a time. */
export function Health() {
  const { doctor, setup, versions, instances } = useBerth();
  const checkedId = useStore(doctor.store, ({ profileId }) => profileId);
  const setUpId = useStore(setup.store, ({ openId }) => openId);
  const listedId = useStore(versions.store, (state) => (state.phase === 'closed' ? null : state.profileId));
  const known = useStore(instances.store, (state) => (listedId === null ? null : state[listedId]?.instances)) ?? [];
  return (
    <>
      <DoctorDrawer
        model={doctor}
        hostName={useName(checkedId)}
        onSetUp={() => {
          doctor.close();
          if (checkedId !== null) void setup.open(checkedId);
        }}
      />
      <SetupDialog
        model={setup}
        hostName={useName(setUpId)}
        firstSteps={setUpId === null ? null : <FirstRepositories profileId={setUpId} onLeave={setup.close} />}
        onCheckUp={() => {
          setup.close();
          if (setUpId !== null) void doctor.open(setUpId);
        }}
        onVersions={() => {
          setup.close();
          if (setUpId !== null) void versions.open(setUpId);
        }}
      />
      <VersionsDialog
        model={versions}
        hostName={useName(listedId)}
        nameOf={(instanceId) => known.find(({ id }) => id === instanceId)?.repository ?? instanceId}
        onUpdate={() => {
          versions.close();
          if (listedId !== null) void setup.update(listedId);
        }}
      />
    </>
  );
}

function useName(profileId: string | null): string {
  const { profiles } = useBerth();
  const name = useStore(profiles.store, (state) => state.profiles.find(({ id }) => id === profileId)?.name);
  return name ?? 'the server';
}
