import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { InstanceSettingsFields } from './InstanceSettingsFields.tsx';
import {
  closeInstanceSettings,
  type InstanceReference,
  type InstanceSettingsModel,
} from './instance-settings-model.ts';
import './instance-settings.css';

interface InstanceSettingsDialogProps {
  readonly model: InstanceSettingsModel;
  /** Whether it runs, so that its settings wait for a restart. */
  readonly isRunning: (reference: InstanceReference) => boolean;
  readonly onRestart: (reference: InstanceReference) => void;
}

/** The settings of one instance; `openInstanceSettings` opens it from anywhere. */
export function InstanceSettingsDialog({ model, isRunning, onRestart }: InstanceSettingsDialogProps) {
  const state = useStore(model.store);
  const reference = state.phase === 'closed' ? null : state.reference;
  useEffect(() => {
    if (reference !== null) void model.read();
  }, [model, reference]);
  return (
    <Dialog
      title={reference === null ? 'Settings' : `Settings of ${reference.repository}`}
      isOpen={reference !== null}
      onClose={closeInstanceSettings}
      width={600}
      closesOnClickOutside={false}
    >
      {state.phase === 'reading' && (
        <p className="settings-wait dim" role="status">
          Reading its settings from the server…
        </p>
      )}
      {state.phase === 'failed' && (
        <ProblemCard title="Reading the settings failed" problem={state.problem}>
          <Button look="primary" onClick={() => void model.read()}>
            Try again
          </Button>
        </ProblemCard>
      )}
      {state.phase === 'ready' && (
        <InstanceSettingsFields
          key={state.reference.repositoryId}
          state={state}
          isRunning={isRunning(state.reference)}
          save={model.save}
          onClose={closeInstanceSettings}
          onRestart={() => {
            closeInstanceSettings();
            onRestart(state.reference);
          }}
        />
      )}
    </Dialog>
  );
}
