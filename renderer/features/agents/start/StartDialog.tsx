import { Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Session, SessionList } from '../../../../main/contract/session-words.ts';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { StepList } from '../../../ui/StepList.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import '../../../ui/forms.css';
import { PlaceFields } from './PlaceFields.tsx';
import { PresetFields } from './PresetFields.tsx';
import { SecretFields } from './SecretFields.tsx';
import { StartFailure } from './StartFailure.tsx';
import { missingSecrets } from './start-form.ts';
import type { StartModel } from './start-model.ts';
import './start.css';

interface StartDialogProps {
  readonly model: StartModel;
  readonly hostName: string;
  /** What the host tells of its sessions; null while it does not. */
  readonly list: SessionList | null;
  readonly repositories: readonly { readonly id: string; readonly name: string }[];
  readonly onStarted: (session: Session) => void;
  readonly onFailed: (problem: Problem) => void;
  readonly onStop: (session: Session) => void;
  readonly onPresets: () => void;
  readonly onCheckUp: () => void;
  /** A shell that ends with the link, where tmux is missing. */
  readonly onPlainShell: () => void;
  readonly onClose: () => void;
}

/** Asks what a new session is to be, and shows how it begins. Closing it while it starts stops nothing. */
export function StartDialog(props: StartDialogProps) {
  const {
    model,
    hostName,
    list,
    repositories,
    onStarted,
    onFailed,
    onStop,
    onPresets,
    onCheckUp,
    onPlainShell,
    onClose,
  } = props;
  const state = useStore(model.store);
  const { presets, presetsProblem, form, errors, isStarting, steps, failure, secrets } = state;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => void model.load(), [model]);
  const preset = presets?.find(({ id }) => id === form.presetId) ?? null;
  const missing = missingSecrets(preset);
  const isAgent = form.presetId !== null;
  const start = async (isForced = false) => {
    const session = await model.start(isForced);
    if (session !== null) return onStarted(session);
    const { failure: reason } = model.store.getState();
    if (reason !== null) onFailed(reason);
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"], input[required]:placeholder-shown')?.focus(),
    );
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void start();
  };
  return (
    <Dialog title={`New session on ${hostName}`} isOpen onClose={onClose} width={600} closesOnClickOutside={false}>
      {presetsProblem !== null && (
        <ProblemCard title="Reading the presets failed" problem={presetsProblem}>
          <Button look="primary" onClick={() => void model.load()}>
            Try again
          </Button>
        </ProblemCard>
      )}
      {presets === null && presetsProblem === null && <Waiting words="Reading the presets…" />}
      {presets !== null && (
        <form ref={element} className="start-form" noValidate onSubmit={submit}>
          <fieldset className="start-fields" disabled={isStarting}>
            <legend className="hidden-text">What is started, and where</legend>
            <PresetFields
              presets={presets}
              preset={preset}
              form={form}
              limitsMemory={list?.keeping.limitsMemory ?? null}
              onPreset={model.choosePreset}
              onModel={(chosen) => model.change({ model: chosen })}
              onPresets={onPresets}
            />
            {missing.length > 0 && (
              <SecretFields
                names={missing}
                values={secrets}
                isRemembered={state.isRemembered}
                presetName={preset?.name ?? ''}
                onType={model.typeSecret}
                onRemember={model.remember}
              />
            )}
            <PlaceFields
              form={form}
              errors={errors}
              repositories={repositories}
              hostName={hostName}
              onChange={model.change}
            />
            <TextInput
              label="Title"
              description="Empty takes one from what is started and where."
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              value={form.title}
              maxLength={120}
              autoComplete="off"
              onChange={({ currentTarget }) => model.change({ title: currentTarget.value })}
            />
            {isAgent && (
              <Textarea
                label="First message"
                description="Sent as soon as the agent takes text. Empty sends nothing."
                inputWrapperOrder={['label', 'input', 'error', 'description']}
                value={form.prompt}
                rows={4}
                maxLength={1_000_000}
                onChange={({ currentTarget }) => model.change({ prompt: currentTarget.value })}
              />
            )}
          </fieldset>
          {(isStarting || steps.length > 0) && (
            <div className="start-steps">
              {isStarting && steps.length === 0 && <Waiting words="Asking the server…" />}
              <StepList label="Steps of the start" steps={steps} isOver={!isStarting} />
            </div>
          )}
          {failure !== null && (
            <StartFailure
              failure={failure}
              isAgent={isAgent}
              sessions={list?.sessions ?? null}
              onForce={() => void start(true)}
              onStop={onStop}
              onCheckUp={onCheckUp}
              onPlainShell={onPlainShell}
            />
          )}
          <div className="dialog-actions">
            {isStarting && <span className="start faint">It goes on while this window is closed.</span>}
            <Button onClick={onClose}>{isStarting ? 'Close' : 'Cancel'}</Button>
            <Button type="submit" look="primary" isBusy={isStarting}>
              {isStarting ? 'Starting…' : isAgent ? 'Start the agent' : 'Start the terminal'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
