import { useMantineColorScheme } from '@mantine/core';
import { useStore } from 'zustand';
import { Segments } from '../../ui/Segments.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { useBerth } from '../use-berth.ts';

const themes = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** As many hidden editors may stay loaded: few for little memory, many for much. */
const liveViewChoices = [1, 2, 4, 6, 8, 12, 20, 30];

/** How Berth looks, and how much of this computer's memory editors may take. */
export function GeneralPart() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <SettingsGroup title="Appearance">
        <Segments legend="Theme" name="theme" value={colorScheme} options={themes} onChange={setColorScheme} />
      </SettingsGroup>
      <LiveViews />
    </>
  );
}

function LiveViews() {
  const { settings: model } = useBerth();
  const settings = useStore(model.store, (state) => state.settings);
  if (settings === null) return null;
  const { liveViewMost } = settings;
  const choices = liveViewChoices.includes(liveViewMost)
    ? liveViewChoices
    : [...liveViewChoices, liveViewMost].sort((one, other) => one - other);
  return (
    <SettingsGroup
      title="Open editors"
      note="An editor takes some hundred megabytes of this computer’s memory, hidden or not. Beyond this number, those hidden longest are unloaded; they load again when you come back, with everything where it was. Pinned ones and ones with unsaved work stay."
    >
      <div className="field-row">
        <label className="dim" htmlFor="live-views">
          Hidden editors that stay loaded
        </label>
        <select
          id="live-views"
          className="select num"
          value={liveViewMost}
          onChange={({ currentTarget }) => void model.configure({ liveViewMost: Number(currentTarget.value) })}
        >
          {choices.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </div>
    </SettingsGroup>
  );
}
