import { useStore } from 'zustand';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { BrowserNotices } from '../browser-notices.ts';
import { AlertSettingsFields } from './AlertSettingsFields.tsx';
import type { AlertSettingsModel } from './alert-settings-model.ts';
import '../../../ui/forms.css';
import '../alerts.css';

interface AlertSettingsDialogProps {
  readonly model: AlertSettingsModel;
  readonly hostNameOf: (profileId: string) => string;
  /** Null where the shell shows notices without being asked. */
  readonly browserNotices: BrowserNotices | null;
}

/** When a host warns, and whom. */
export function AlertSettingsDialog({ model, hostNameOf, browserNotices }: AlertSettingsDialogProps) {
  const state = useStore(model.store);
  const name = state.phase === 'closed' ? 'the server' : hostNameOf(state.profileId);
  return (
    <Dialog
      title={`When ${name} warns`}
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
        <AlertSettingsFields key={state.profileId} model={model} state={state} browserNotices={browserNotices} />
      )}
    </Dialog>
  );
}
