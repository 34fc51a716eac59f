import { Ellipsis } from 'lucide-react';
import type { Profile } from '../../../main/contract/profiles.ts';
import { DropMenu } from '../../ui/DropMenu.tsx';
import { serverEntries } from '../server-entries.ts';
import { useBerth } from '../use-berth.ts';

interface HostMenuProps {
  readonly profile: Profile;
  readonly isLinked: boolean;
  readonly canDisconnect: boolean;
  readonly onEdit: () => void;
}

/** What is done with a server now and then. */
export function HostMenu({ profile, isLinked, canDisconnect, onEdit }: HostMenuProps) {
  const app = useBerth();
  const { hostSettings, link } = app;
  const { setUp, versions } = serverEntries({ app, profileId: profile.id, isLinked });
  return (
    <DropMenu
      label="More for this server"
      entries={[
        { label: 'Settings…', key: 't', isDisabled: !isLinked, onSelect: () => void hostSettings.open(profile.id) },
        setUp,
        versions,
        { label: 'Edit…', key: 'e', onSelect: onEdit },
        {
          label: 'Disconnect',
          key: 'd',
          isDisabled: !canDisconnect,
          onSelect: () => void link.disconnect(profile.id),
        },
      ]}
    >
      <Ellipsis size={15} aria-hidden="true" />
    </DropMenu>
  );
}
