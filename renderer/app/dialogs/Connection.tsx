import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { ConnectionDrawer } from '../../features/link/ConnectionDrawer.tsx';
import { linkView } from '../../features/link/link-view.ts';
import { useBerth } from '../use-berth.ts';

/** The drawer about the connection to one host, wherever it was opened from. */
export function Connection() {
  const { connection, link, profiles, dialog } = useBerth();
  const profileId = useStore(connection.store, (state) => state.profileId);
  const profile = useStore(profiles.store, (state) => state.profiles.find(({ id }) => id === profileId) ?? null);
  const status = useStore(link.store, ({ statuses }) => (profileId === null ? undefined : statuses[profileId]));
  const attempt = useStore(link.store, ({ attempts }) => (profileId === null ? undefined : attempts[profileId]));
  /** Another dialog takes the place of the drawer; both at once would cover the page twice. */
  const leadTo = (next: () => void) => {
    connection.close();
    next();
  };
  return (
    <ConnectionDrawer
      model={connection}
      subject={profile === null ? null : { profile, view: linkView(status, attempt) }}
      onConnect={({ id }: Profile) => void link.connect(id)}
      onDisconnect={({ id }: Profile) => void link.disconnect(id)}
      onAsk={({ id }, problem) => leadTo(() => link.raise(id, problem))}
      onEdit={(edited) => leadTo(() => dialog.setState({ kind: 'edit', profile: edited }, true))}
    />
  );
}
