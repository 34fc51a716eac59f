import { Ellipsis } from 'lucide-react';
import type { Preset } from '../../../../main/contract/presets.ts';
import { formatBytes } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { agentNames } from '../agent-names.ts';
import { joinWords } from './preset-form.ts';

interface PresetListProps {
  readonly presets: readonly Preset[];
  readonly onEdit: (preset: Preset) => void;
  readonly onCopy: (preset: Preset) => void;
  readonly onSecrets: (preset: Preset) => void;
  readonly onExport: (preset: Preset) => void;
  readonly onRemove: (preset: Preset) => void;
}

/** Every preset with what it starts, and what can be done with it. */
export function PresetList({ presets, onEdit, onCopy, onSecrets, onExport, onRemove }: PresetListProps) {
  if (presets.length === 0) {
    return <p className="dim">There is none. Make one, import some, or bring back those that Berth has.</p>;
  }
  return (
    <ul className="presets">
      {presets.map((preset) => (
        <li key={preset.id} data-testid={`preset-${preset.id}`}>
          <div className="preset-words">
            <p>
              <b>{preset.name}</b>{' '}
              <span className="faint">
                {preset.isAsShipped ? 'as Berth brings it' : preset.isShipped ? 'changed' : agentNames[preset.agent]}
              </span>
            </p>
            <p className="faint cut">
              <span className="mono">{preset.command === null ? 'your login shell' : joinWords(preset.command)}</span>
              {preset.memoryLimitBytes !== null && ` · at most ${formatBytes(preset.memoryLimitBytes)}`}
              {secretWords(preset)}
            </p>
          </div>
          <span className="preset-buttons">
            {preset.secretNames.length > 0 && (
              <Button isSmall look="quiet" aria-label={`Secrets of ${preset.name}…`} onClick={() => onSecrets(preset)}>
                Secrets…
              </Button>
            )}
            <Button isSmall aria-label={`Edit ${preset.name}…`} onClick={() => onEdit(preset)}>
              Edit…
            </Button>
            <DropMenu
              label={`More for ${preset.name}`}
              entries={[
                { label: 'Duplicate…', key: 'd', onSelect: () => onCopy(preset) },
                { label: 'Export', key: 'x', onSelect: () => onExport(preset) },
                { label: 'Remove', key: 'r', isGroupStart: true, onSelect: () => onRemove(preset) },
              ]}
            >
              <Ellipsis size={15} aria-hidden="true" />
            </DropMenu>
          </span>
        </li>
      ))}
    </ul>
  );
}

function secretWords({ secretNames, knownSecretNames }: Preset): string {
  if (secretNames.length === 0) return '';
  const missing = secretNames.filter((name) => !knownSecretNames.includes(name));
  return missing.length === 0 ? ' · its secrets are known' : ` · asks for ${missing.join(', ')}`;
}
