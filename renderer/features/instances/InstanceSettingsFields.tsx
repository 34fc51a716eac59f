import { TextInput } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import type { InstanceSettings } from '../../../main/contract/instances.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { MinutesField } from '../../ui/MinutesField.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { RadioList } from '../../ui/RadioList.tsx';
import { SettingsGroup } from '../../ui/SettingsGroup.tsx';
import { ArgumentFields } from './ArgumentFields.tsx';
import {
  checkInstanceSettings,
  type InstanceSettingsErrors,
  type InstanceSettingsForm,
  instanceSettingsForm,
} from './instance-settings-form.ts';
import type { InstanceSettingsState } from './instance-settings-model.ts';
import { limitNote, sleepNote } from './settings-words.ts';
import { VariableFields } from './VariableFields.tsx';

interface InstanceSettingsFieldsProps {
  readonly state: Extract<InstanceSettingsState, { phase: 'ready' }>;
  readonly isRunning: boolean;
  readonly save: (settings: InstanceSettings) => Promise<Answer<InstanceSettings>>;
  readonly onClose: () => void;
  readonly onRestart: () => void;
}

/** The form; it checks by the contract's schema and keeps everything typed until it is saved. */
export function InstanceSettingsFields({ state, isRunning, save, onClose, onRestart }: InstanceSettingsFieldsProps) {
  const [form, setForm] = useState(() => instanceSettingsForm(state.settings));
  const [errors, setErrors] = useState<InstanceSettingsErrors>({});
  const [outcome, setOutcome] = useState<'edited' | 'saving' | 'saved' | Problem>('edited');
  const element = useRef<HTMLFormElement>(null);
  const editCount = useRef(0);
  const change = (part: Partial<InstanceSettingsForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors({});
    editCount.current += 1;
    setOutcome((known) => (known === 'saving' ? known : 'edited'));
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkInstanceSettings(form);
    if (!checked.ok) {
      setErrors(checked.errors);
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setOutcome('saving');
    const sentEdit = editCount.current;
    const answer = await save(checked.settings);
    // What was typed while the answer was on its way is not saved.
    if (answer.ok) setOutcome(sentEdit === editCount.current ? 'saved' : 'edited');
    else setOutcome(answer.failure);
  };
  const isSaved = outcome === 'saved';
  return (
    <form ref={element} className="settings-form" noValidate onSubmit={(event) => void submit(event)}>
      <SettingsGroup title="Memory limit" note={limitNote(state.supervision)}>
        <div className="field-row">
          <TextInput
            className="short-field"
            size="xs"
            aria-label="Memory limit"
            placeholder="none"
            inputMode="decimal"
            autoComplete="off"
            value={form.memoryLimit}
            error={errors.memoryLimit !== undefined}
            onChange={({ currentTarget }) => change({ memoryLimit: currentTarget.value })}
          />
          <select
            className="select"
            aria-label="Unit of the memory limit"
            value={form.memoryUnit}
            onChange={({ currentTarget }) => change({ memoryUnit: currentTarget.value === 'MB' ? 'MB' : 'GB' })}
          >
            <option>MB</option>
            <option>GB</option>
          </select>
          <span className={errors.memoryLimit === undefined ? 'faint' : 'bad'}>
            {errors.memoryLimit ?? 'Empty is no limit.'}
          </span>
        </div>
      </SettingsGroup>
      <SettingsGroup title="Sleep" note="An editor without a tab and without a working program is idle.">
        <RadioList
          legend="When it is idle"
          name="idle"
          value={form.idleChoice}
          onChange={(idleChoice) => change({ idleChoice })}
          options={[
            { value: 'host', label: 'As the server says', note: sleepNote(state.hostIdleMinutes) },
            { value: 'never', label: 'Never sleeps' },
            {
              value: 'minutes',
              label: 'Sleeps after',
              field: (
                <MinutesField
                  label="Idle minutes"
                  value={form.idleMinutes}
                  isWrong={errors.idleMinutes !== undefined}
                  onChange={(idleMinutes) => change({ idleMinutes, idleChoice: 'minutes' })}
                />
              ),
            },
          ]}
        />
        {errors.idleMinutes !== undefined && <p className="bad">{errors.idleMinutes}</p>}
      </SettingsGroup>
      <SettingsGroup title="Extra arguments" note="Given to code-server when it starts.">
        <ArgumentFields
          rows={form.extraArguments}
          errors={errors}
          onChange={(extraArguments) => change({ extraArguments })}
        />
      </SettingsGroup>
      <SettingsGroup
        title="Environment"
        note="For the editor and its terminals. Stored on the server, readable by its user: no place for passwords that nobody there may see."
      >
        <VariableFields rows={form.variables} errors={errors} onChange={(variables) => change({ variables })} />
      </SettingsGroup>
      {typeof outcome === 'object' && <ProblemCard title="Saving the settings failed" problem={outcome} />}
      <div className="settings-foot">
        <div className="settings-outcome">
          {isSaved ? (
            <Notice tone="good" isLive>
              {isRunning ? 'Saved. It runs with its old settings until it starts again.' : 'Saved.'}
            </Notice>
          ) : (
            <p className="faint">Settings count from the next start.</p>
          )}
        </div>
        <div className="dialog-actions">
          {isSaved && isRunning && <Button onClick={onRestart}>Restart now</Button>}
          {!isSaved && <Button onClick={onClose}>Cancel</Button>}
          {isSaved ? (
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          ) : (
            <Button type="submit" look="primary" disabled={outcome === 'saving'}>
              {outcome === 'saving' ? 'Saving…' : 'Save'}
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
