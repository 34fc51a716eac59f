import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { BaseGroup, type BaseSource } from './BaseGroup.tsx';
import { HostSettingsFields } from './HostSettingsFields.tsx';
import type { HostSettingsModel } from './host-settings-model.ts';
import { SupervisionGroup } from './SupervisionGroup.tsx';
import '../../ui/forms.css';
import './settings.css';

interface HostSettingsDialogProps {
  readonly model: HostSettingsModel;
  readonly hostName: string;
  /** The repositories that have an instance, whose settings and extensions others may begin with. */
  readonly sources: readonly BaseSource[];
  /** Shows the versions of VS Code on the host. */
  readonly onVersions: (profileId: string) => void;
}

/** What counts for all instances of a host: sleep, logout, what they begin with, and which nginx leads to them. */
export function HostSettingsDialog({ model, hostName, sources, onVersions }: HostSettingsDialogProps) {
  const state = useStore(model.store);
  return (
    <Dialog
      title={`Settings of ${hostName}`}
      isOpen={state.phase !== 'closed'}
      onClose={model.close}
      width={620}
      closesOnClickOutside={false}
    >
      {state.phase === 'reading' && (
        <p className="settings-wait dim" role="status">
          Reading the settings from the server…
        </p>
      )}
      {state.phase === 'failed' && (
        <ProblemCard title="Reading the settings failed" problem={state.problem}>
          <Button look="primary" onClick={() => void model.open(state.profileId)}>
            Try again
          </Button>
        </ProblemCard>
      )}
      {state.phase === 'ready' && (
        <HostSettingsFields model={model} state={state}>
          <SupervisionGroup model={model} state={state} />
          <BaseGroup model={model} state={state} sources={sources} />
          <SettingsGroup title="VS Code" note="Which version editors start with, and the way back to the one before.">
            <div>
              <Button isSmall onClick={() => onVersions(state.profileId)}>
                Versions…
              </Button>
            </div>
          </SettingsGroup>
        </HostSettingsFields>
      )}
    </Dialog>
  );
}
