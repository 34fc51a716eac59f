import { Settings } from 'lucide-react';
import { useStore } from 'zustand';
import { waitingVersion } from '../../features/updates/updates-model.ts';
import { IconButton } from '../../ui/Button.tsx';
import { useBerth } from '../use-berth.ts';
import './settings-button.css';

/** Opens the settings of Berth itself; where a later version waits, their part about it, with a mark. */
export function SettingsButton() {
  const { settings, updates } = useBerth();
  const waiting = useStore(updates.store, ({ view }) => waitingVersion(view));
  return (
    <IconButton
      className="settings-button"
      label="Settings"
      {...(waiting === null ? {} : { hint: `Berth ${waiting} is available`, 'data-news': true })}
      onClick={() => (waiting === null ? settings.open() : settings.open('updates'))}
    >
      <Settings size={15} aria-hidden="true" />
    </IconButton>
  );
}
