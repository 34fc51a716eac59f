import type { Profile } from '../../main/contract/profiles.ts';
import { moveBy } from '../features/profiles/arrange-profiles.ts';
import type { MenuEntry } from '../ui/menu-entry.ts';
import type { OpenDialog } from './model/berth-app.ts';
import { serverEntries } from './server-entries.ts';
import { useBerth, useLinkView } from './use-berth.ts';

interface ServerMenuInput {
  readonly profile: Profile;
  /** All ids in their order; null while they cannot be moved. */
  readonly order: readonly string[] | null;
  readonly onArrange: (order: readonly string[]) => void;
  readonly onNavigate: () => void;
}

/** What the menu of a server offers. */
export function useServerMenu({ profile, order, onArrange, onNavigate }: ServerMenuInput): readonly MenuEntry[] {
  const app = useBerth();
  const isLinked = useLinkView(profile.id).kind === 'connected';
  const show = (dialog: OpenDialog) => {
    app.dialog.setState(dialog, true);
    onNavigate();
  };
  // A copy is there to become another server, so its form is next.
  const duplicate = async () => {
    const copy = await app.profiles.duplicate(profile.id);
    if (copy !== null) show({ kind: 'edit', profile: copy });
  };
  const move = (label: string, key: string, step: -1 | 1): MenuEntry => {
    const moved = order === null ? null : moveBy(order, profile.id, step);
    return {
      label,
      key,
      isDisabled: moved === null || moved === order,
      onSelect: () => {
        if (moved !== null) onArrange(moved);
      },
    };
  };
  const { checkUp, setUp, versions } = serverEntries({ app, profileId: profile.id, isLinked, onNavigate });
  return [
    checkUp,
    setUp,
    versions,
    { label: 'Edit…', key: 'e', onSelect: () => show({ kind: 'edit', profile }) },
    { label: 'Duplicate', key: 'd', onSelect: () => void duplicate() },
    { label: 'Export…', key: 'x', onSelect: () => show({ kind: 'export', profileIds: [profile.id] }) },
    move('Move up', 'u', -1),
    move('Move down', 'n', 1),
    { label: 'Remove…', key: 'r', onSelect: () => show({ kind: 'remove', profile }) },
  ];
}
