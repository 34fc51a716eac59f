import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import type { HostSettingsModel, HostSettingsState } from './host-settings-model.ts';

interface GroupProps {
  readonly model: HostSettingsModel;
  readonly state: Extract<HostSettingsState, { phase: 'ready' }>;
}

const kinds = {
  'systemd-user': 'systemd, as your user',
  'systemd-system': 'systemd, of the whole server',
  marker: 'without systemd',
} as const;

/** Who looks after the editors, and whether they outlive the last logout. */
export function SupervisionGroup({ model, state: { supervision, task } }: GroupProps) {
  if (!supervision.ok) {
    return (
      <SettingsGroup title="After you log out">
        <p className="warn">{supervision.failure.message}</p>
      </SettingsGroup>
    );
  }
  const { kind, isLingering, message, nextStep } = supervision.value;
  const isBusy = task?.isRunning === true;
  const own = task?.name === 'lingering' ? task : null;
  return (
    <SettingsGroup title="After you log out" tag={kinds[kind]}>
      <p className="dim">{message}</p>
      {nextStep !== null && <p className="dim">{nextStep}</p>}
      {/* The system's units need no lingering: then there is no next step. */}
      {isLingering === false && nextStep !== null && (
        <div>
          <Button isSmall disabled={isBusy} onClick={() => void model.allowLingering()}>
            {own?.isRunning === true ? 'Asking the server…' : 'Allow lingering'}
          </Button>
        </div>
      )}
      {own?.problem != null && <ProblemCard title="Allowing it failed" problem={own.problem} />}
    </SettingsGroup>
  );
}
