import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { AddServersDialog } from '../../features/profiles/AddServersDialog.tsx';
import { ExportDialog } from '../../features/profiles/exchange/ExportDialog.tsx';
import { ProfileDialog } from '../../features/profiles/ProfileDialog.tsx';
import { RemoveProfileDialog } from '../../features/profiles/RemoveProfileDialog.tsx';
import { afterEdit, connectTo } from '../model/profile-flow.ts';
import { useBerth } from '../use-berth.ts';

/** The dialogs about saved servers: add, edit, remove, export. */
export function ProfileDialogs() {
  const app = useBerth();
  const { profiles, link } = app;
  const dialog = useStore(app.dialog);
  const close = () => app.dialog.setState({ kind: 'none' }, true);
  const remove = (profile: Profile) => app.dialog.setState({ kind: 'remove', profile }, true);
  const added = ({ id }: Profile) => {
    close();
    void connectTo(app, id);
  };
  const edited = (after: Profile) => {
    if (dialog.kind === 'edit') void afterEdit(app, dialog.profile, after);
    close();
  };
  return (
    <>
      <AddServersDialog
        model={profiles}
        source={dialog.kind === 'add' ? dialog.source : null}
        onClose={close}
        onSaved={added}
        onExport={() => {
          const profileIds = profiles.store.getState().profiles.map(({ id }) => id);
          app.dialog.setState({ kind: 'export', profileIds }, true);
        }}
      />
      <ProfileDialog
        model={profiles}
        subject={dialog.kind === 'edit' ? dialog.profile : null}
        onClose={close}
        onSaved={edited}
        onRemove={remove}
      />
      <RemoveProfileDialog
        model={profiles}
        subject={dialog.kind === 'remove' ? dialog.profile : null}
        onClose={close}
        onRemoved={link.forget}
      />
      <ExportDialog model={profiles} profileIds={dialog.kind === 'export' ? dialog.profileIds : null} onClose={close} />
    </>
  );
}
