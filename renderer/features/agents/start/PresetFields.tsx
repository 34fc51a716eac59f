import type { Preset } from '../../../../main/contract/presets.ts';
import { formatBytes } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import type { StartForm } from './start-form.ts';

interface PresetFieldsProps {
  readonly presets: readonly Preset[];
  readonly preset: Preset | null;
  readonly form: StartForm;
  /** Null while the host has not told. */
  readonly limitsMemory: boolean | null;
  readonly onPreset: (presetId: string | null) => void;
  readonly onModel: (model: string) => void;
  readonly onPresets: () => void;
}

/** What is started: the preset, its model, and what memory it may take. */
export function PresetFields({ presets, preset, form, limitsMemory, onPreset, onModel, onPresets }: PresetFieldsProps) {
  const models = preset === null ? [] : [...new Set([...preset.models, form.model].filter((name) => name !== ''))];
  return (
    <div className="start-what">
      <label className="start-field">
        <span>What</span>
        <select
          className="select"
          data-autofocus
          value={form.presetId ?? ''}
          onChange={({ currentTarget: { value } }) => onPreset(value === '' ? null : value)}
        >
          {presets
            .filter(({ command }) => command !== null)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          <option value="">Terminal (your login shell)</option>
        </select>
      </label>
      {preset !== null && preset.modelArgument !== null && models.length > 0 && (
        <label className="start-field">
          <span>Model</span>
          <select className="select" value={form.model} onChange={({ currentTarget: { value } }) => onModel(value)}>
            <option value="">As the program chooses</option>
            {models.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <Button look="quiet" onClick={onPresets}>
        Presets…
      </Button>
      {preset !== null && <p className="start-memory faint num">{memoryWords(preset, limitsMemory)}</p>}
    </div>
  );
}

function memoryWords({ memoryLimitBytes, expectedMemoryBytes }: Preset, limitsMemory: boolean | null): string {
  const usual = `Usually takes ${formatBytes(expectedMemoryBytes)} of memory`;
  if (memoryLimitBytes === null) return `${usual}; no limit is set.`;
  const limit = formatBytes(memoryLimitBytes);
  return limitsMemory === false
    ? `${usual}; its limit of ${limit} does not hold on this server.`
    : `${usual}, at most ${limit}.`;
}
