import { useStore } from 'zustand';
import { PlaceDialog } from '../../features/repositories/add/PlaceDialog.tsx';
import { CloneDialog } from '../../features/repositories/clone/CloneDialog.tsx';
import { shownClone } from '../../features/repositories/clone/clone-model.ts';
import { openRepository } from '../model/editor-flow.ts';
import { useBerth } from '../use-berth.ts';

/** The dialogs about which repositories a host has. */
export function RepositoryDialogs() {
  const app = useBerth();
  const profileId = useStore(app.clone.store, (state) => shownClone(state)?.profileId);
  const hostName = useStore(app.profiles.store, ({ profiles }) => profiles.find(({ id }) => id === profileId)?.name);
  return (
    <>
      <CloneDialog
        model={app.clone}
        hostName={hostName ?? 'the server'}
        onOpen={(host, repositoryId) => void openRepository(app, host, repositoryId)}
        onSetUp={(host) => void app.setup.open(host)}
        onAddFolder={(host, path) => void app.places.add(host, path)}
      />
      <PlaceDialog model={app.places} onSetUp={(host) => void app.setup.open(host)} />
    </>
  );
}
