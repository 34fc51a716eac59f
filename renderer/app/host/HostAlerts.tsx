import type { Profile } from '../../../main/contract/profiles.ts';
import { HostAlertLists } from '../../features/alerts/HostAlertLists.tsx';
import { alertLead } from '../model/alert-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

/** The part of a host's page about what it warns of. */
export function HostAlerts({ profile }: { readonly profile: Profile }) {
  const app = useBerth();
  const isLinked = useLinkView(profile.id).kind === 'connected';
  return (
    <HostAlertLists
      model={app.alerts}
      profileId={profile.id}
      isLinked={isLinked}
      leadOf={({ profileId, entry }) => alertLead(app, profileId, entry)}
      onSettings={() => void app.alertSettings.open(profile.id)}
    />
  );
}
