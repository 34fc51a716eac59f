import { TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { MinutesField } from '../../ui/MinutesField.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { RadioList } from '../../ui/RadioList.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import {
  checkHostSettings,
  type HostSettingsErrors,
  type HostSettingsForm,
  hostSettingsForm,
} from './host-settings-form.ts';
import type { HostSettingsModel, HostSettingsState } from './host-settings-model.ts';

interface HostSettingsFieldsProps {
  readonly model: HostSettingsModel;
  readonly state: Extract<HostSettingsState, { phase: 'ready' }>;
  /** Groups between the two that are saved by the button: they act at once. */
  readonly children: ReactNode;
}

/** The settings that are saved together; it checks by the contract's schema and keeps everything typed. */
export function HostSettingsFields({ model, state, children }: HostSettingsFieldsProps) {
  const [form, setForm] = useState(() => hostSettingsForm(state.settings));
  const [errors, setErrors] = useState<HostSettingsErrors>({});
  const [isSaved, setIsSaved] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const editCount = useRef(0);
  const change = (part: Partial<HostSettingsForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors({});
    editCount.current += 1;
    setIsSaved(false);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkHostSettings(form);
    if (!checked.ok) {
      setErrors(checked.errors);
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const sentEdit = editCount.current;
    const hasSaved = await model.save(checked.settings);
    // What was typed while the answer was on its way is not saved.
    setIsSaved(hasSaved && sentEdit === editCount.current);
  };
  const own = state.task?.name === 'saving' ? state.task : null;
  return (
    <form ref={element} className="settings-form" noValidate onSubmit={(event) => void submit(event)}>
      <SettingsGroup
        title="Sleep"
        note="An editor that sleeps takes no memory and keeps its port; opening it wakes it in a few seconds."
      >
        <RadioList
          legend="Editors without a tab and without a working program"
          name="host-idle"
          value={form.sleepChoice}
          onChange={(sleepChoice) => change({ sleepChoice })}
          options={[
            {
              value: 'minutes',
              label: 'Sleep after',
              field: (
                <MinutesField
                  label="Idle minutes"
                  value={form.idleMinutes}
                  isWrong={errors.idleMinutes !== undefined}
                  onChange={(idleMinutes) => change({ idleMinutes, sleepChoice: 'minutes' })}
                />
              ),
            },
            { value: 'never', label: 'Never sleep' },
          ]}
        />
        {errors.idleMinutes !== undefined && <p className="bad">{errors.idleMinutes}</p>}
      </SettingsGroup>
      {children}
      <SettingsGroup title="Way to the editors" note="Berth reaches them over SSH either way.">
        <RadioList
          legend="nginx"
          name="nginx-kind"
          value={form.nginxKind}
          onChange={(nginxKind) => change({ nginxKind })}
          options={[
            {
              value: 'own',
              label: 'Berth’s own nginx',
              note: 'Runs as your user and listens on this server only. Right for almost everybody.',
            },
            {
              value: 'system',
              label: 'The server’s nginx',
              note: 'Only when you want to reach editors by a public address, with a password, from a browser without Berth. Adds one line to a site of yours; needs root.',
            },
          ]}
        />
        {form.nginxKind === 'system' && (
          <TextInput
            label="Conf file of the site"
            description="It gets one include line, and a backup is kept. Empty is the default server’s."
            placeholder="/etc/nginx/sites-enabled/default"
            autoComplete="off"
            spellCheck={false}
            value={form.nginxSite}
            error={errors.nginxSite}
            onChange={({ currentTarget }) => change({ nginxSite: currentTarget.value })}
          />
        )}
      </SettingsGroup>
      {own?.problem != null && <ProblemCard title="Saving the settings failed" problem={own.problem} />}
      <div className="settings-foot">
        <div className="settings-outcome">
          {isSaved ? (
            <Notice tone="good" isLive>
              Saved on the server.
            </Notice>
          ) : (
            <p className="faint" role="status">
              {own?.isRunning === true && form.nginxKind !== state.settings.nginxKind
                ? 'Writing all routes anew and testing nginx before it takes them. This may take a minute.'
                : 'Kept on the server, for everybody who uses it as this user.'}
            </p>
          )}
        </div>
        <div className="dialog-actions">
          <Button onClick={model.close}>{isSaved ? 'Done' : 'Cancel'}</Button>
          <Button type="submit" look="primary" disabled={state.task?.isRunning === true}>
            {own?.isRunning === true ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </div>
    </form>
  );
}
