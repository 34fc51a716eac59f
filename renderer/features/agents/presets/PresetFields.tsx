import { Textarea, type TextareaProps, TextInput, type TextInputProps } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import type { PresetDraft } from '../../../../main/contract/presets.ts';
import { type AgentKind, agentKind } from '../../../../main/contract/session-words.ts';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { agentNames } from '../agent-names.ts';
import { checkPreset, type PresetErrors, type PresetForm } from './preset-form.ts';

interface PresetFieldsProps {
  readonly initial: PresetForm;
  /** A problem keeps the form open. */
  readonly onSave: (draft: PresetDraft) => Promise<Problem | null>;
  readonly onCancel: () => void;
}

type TextName = Exclude<keyof PresetForm, 'agent'>;

/** The variable by which an agent keeps another account, with its sign-in, settings and conversations, apart. */
const accountFolders: Partial<Record<AgentKind, string>> = {
  'claude-code': 'CLAUDE_CONFIG_DIR=/home/you/.claude-work',
  codex: 'CODEX_HOME=/home/you/.codex-work',
};

const order = ['label', 'input', 'error', 'description'] as const;

/** Everything that can be said of a preset; it checks by the contract's schema. */
export function PresetFields({ initial, onSave, onCancel }: PresetFieldsProps) {
  const [form, setForm] = useState(initial);
  const [errors, setErrors] = useState<PresetErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const change = (part: Partial<PresetForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors({});
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkPreset(form);
    if (!checked.ok) {
      setErrors(checked.errors);
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setSaving(true);
    setProblem(await onSave(checked.draft));
    setSaving(false);
  };
  const field = (name: TextName, label: string, description?: string): TextInputProps => ({
    label,
    description,
    inputWrapperOrder: [...order],
    value: form[name],
    error: errors[name],
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ currentTarget }) => change({ [name]: currentTarget.value }),
  });
  const area = (name: TextName, label: string, description: string): TextareaProps => ({
    label,
    description,
    inputWrapperOrder: [...order],
    value: form[name],
    error: errors[name],
    rows: Math.max(2, form[name].split('\n').length),
    autoComplete: 'off',
    spellCheck: false,
    onChange: ({ currentTarget }) => change({ [name]: currentTarget.value }),
  });
  const accountFolder = accountFolders[form.agent];
  return (
    <form ref={element} className="preset-form" noValidate onSubmit={(event) => void submit(event)}>
      <div className="preset-pair">
        <TextInput {...field('name', 'Name')} maxLength={60} data-autofocus />
        <label className="start-field">
          <span>Program that Berth knows</span>
          <select
            className="select"
            value={form.agent}
            onChange={({ currentTarget: { value } }) => change({ agent: value as AgentKind })}
          >
            {agentKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {agentNames[kind]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <TextInput
        {...field('command', 'Command', 'With its arguments; empty is your login shell.')}
        className="mono-field"
      />
      <div className="preset-pair">
        <TextInput {...field('modelArgument', 'Model argument', 'Such as --model; empty where it takes none.')} />
        <TextInput {...field('model', 'First model', 'Empty leaves it to the program.')} />
      </div>
      <Textarea {...area('models', 'Models to choose from', 'One per line.')} />
      <TextInput
        {...field('resumeArguments', 'Resume arguments', 'They take up the last conversation of the folder.')}
      />
      <Textarea
        {...area(
          'environment',
          'Environment',
          'NAME=value, one per line. No place for secrets: they have their own below.',
        )}
      />
      {accountFolder !== undefined && (
        <p className="preset-hint faint">
          For another account, duplicate this preset, and give the copy a folder of its own to sign in:{' '}
          <code>{accountFolder}</code>
        </p>
      )}
      <Textarea
        {...area(
          'secretNames',
          'Secret variables',
          'Names only, one per line. Values are asked for and kept in the keychain.',
        )}
      />
      <div className="preset-pair">
        <TextInput {...field('memoryLimit', 'Memory limit in MB', 'Empty is no limit.')} inputMode="numeric" />
        <TextInput {...field('expectedMemory', 'Usual memory in MB', 'For the server’s budget.')} inputMode="numeric" />
      </div>
      {problem !== null && <ProblemCard title="Saving the preset failed" problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={isSaving}>
          {isSaving ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
