import { useStore } from 'zustand';
import { UpdatesGroup } from '../../features/updates/UpdatesGroup.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useBerth } from '../use-berth.ts';

/** The part of the settings about later versions. */
export function UpdatesPart() {
  const { updates, settings } = useBerth();
  const { view, problem } = useStore(updates.store);
  const isChecked = useStore(settings.store, (state) => state.settings?.isUpdateChecked ?? null);
  if (view === null) return <Waiting words="Asking which version this is…" />;
  return (
    <UpdatesGroup
      view={view}
      problem={problem}
      isChecked={isChecked}
      onChecked={(isUpdateChecked) => void settings.configure({ isUpdateChecked })}
      onLook={() => void updates.look()}
      onFetch={() => void updates.fetch()}
      onInstall={() => void updates.install()}
    />
  );
}
