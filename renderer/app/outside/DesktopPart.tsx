import { useStore } from 'zustand';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { useBerth } from '../use-berth.ts';

/** How Berth behaves as an app of this computer. */
export function DesktopPart() {
  const { settings: model } = useBerth();
  const settings = useStore(model.store, (state) => state.settings);
  if (settings === null) return null;
  return (
    <SettingsGroup
      title="When the window is closed"
      note="Berth’s icon in the tray brings the window back, lists what runs, and ends Berth. On a Mac, Berth always keeps running until you quit it. What runs on your servers is not affected."
    >
      <label className="switch-line">
        <input
          type="checkbox"
          checked={settings.isKeptInTray}
          onChange={({ currentTarget }) => void model.configure({ isKeptInTray: currentTarget.checked })}
        />
        Keep Berth in the tray, with its links and editors
      </label>
    </SettingsGroup>
  );
}
