import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { DoctorDrawer } from '../../features/doctor/DoctorDrawer.tsx';
import { SetupDialog } from '../../features/setup/SetupDialog.tsx';
import { useBerth } from '../use-berth.ts';
import { FirstRepositories } from './FirstRepositories.tsx';
import { Versions } from './Versions.tsx';

/** What makes a server ready and keeps it healthy: the check-up, the setup, the versions of VS Code. One of them at a time. */
export function Health() {
  const { doctor, setup, versions } = useBerth();
  const checked = useProfile(useStore(doctor.store, ({ profileId }) => profileId));
  const setUp = useProfile(useStore(setup.store, ({ openId }) => openId));
  const listed = useProfile(useStore(versions.store, (state) => (state.phase === 'closed' ? null : state.profileId)));
  /** One takes the place of another; both at once would cover the page twice. */
  const leadFrom = (from: { close(): void }, profile: Profile | null, open: (profileId: string) => Promise<void>) => {
    from.close();
    if (profile !== null) void open(profile.id);
  };
  return (
    <>
      <DoctorDrawer model={doctor} hostName={nameOf(checked)} onSetUp={() => leadFrom(doctor, checked, setup.open)} />
      <SetupDialog
        model={setup}
        hostName={nameOf(setUp)}
        firstSteps={setUp === null ? null : <FirstRepositories profile={setUp} onLeave={setup.close} />}
        onCheckUp={() => leadFrom(setup, setUp, doctor.open)}
        onVersions={() => leadFrom(setup, setUp, versions.open)}
      />
      <Versions profile={listed} onUpdate={() => leadFrom(versions, listed, setup.update)} />
    </>
  );
}

const nameOf = (profile: Profile | null) => profile?.name ?? 'the server';

function useProfile(profileId: string | null): Profile | null {
  const { profiles } = useBerth();
  return useStore(profiles.store, (state) => state.profiles.find(({ id }) => id === profileId) ?? null);
}
