import { Settings } from 'lucide-react';
import { IconButton } from '../../ui/Button.tsx';
import { useBerth } from '../use-berth.ts';

/** Opens the settings of Berth itself. */
export function SettingsButton() {
  const { settings } = useBerth();
  return (
    <IconButton className="settings-button" label="Settings" onClick={() => settings.open()}>
      <Settings size={15} aria-hidden="true" />
    </IconButton>
  );
}
