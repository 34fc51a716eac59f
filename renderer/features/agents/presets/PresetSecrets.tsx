import { PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Preset } from '../../../../main/contract/presets.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';

interface PresetSecretsProps {
  readonly preset: Preset;
  /** Null as a value forgets it. */
  readonly set: (name: string, value: string | null, isRemembered: boolean) => Promise<Answer<Preset>>;
  readonly onChanged: (preset: Preset) => void;
  readonly onDone: () => void;
}

/** The secrets of a preset: which are known, other values, and how they are forgotten. No value is ever shown. */
export function PresetSecrets({ preset, set, onChanged, onDone }: PresetSecretsProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isRemembered, setRemembered] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const keep = async (name: string, value: string | null): Promise<boolean> => {
    const answer = await set(name, value, isRemembered);
    setProblem(answer.ok ? null : answer.failure);
    if (!answer.ok) return false;
    onChanged(answer.value);
    setValues(({ [name]: _kept, ...rest }) => rest);
    return true;
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    for (const [name, value] of Object.entries(values)) {
      if (value !== '' && !(await keep(name, value))) return;
    }
    onDone();
  };
  return (
    <form className="dialog-body" noValidate onSubmit={(event) => void submit(event)}>
      {preset.secretNames.map((name, index) => {
        const isKnown = preset.knownSecretNames.includes(name);
        return (
          <div key={name} className="preset-secret">
            <PasswordInput
              label={name}
              description={isKnown ? 'Known. Type another value to replace it.' : 'Not known; asked for at each start.'}
              value={values[name] ?? ''}
              maxLength={4096}
              autoComplete="off"
              data-autofocus={index === 0 || undefined}
              visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
              onChange={({ currentTarget }) => setValues({ ...values, [name]: currentTarget.value })}
            />
            {isKnown && (
              <Button aria-label={`Forget ${name}`} onClick={() => void keep(name, null)}>
                Forget
              </Button>
            )}
          </div>
        );
      })}
      <label className="check">
        <input
          type="checkbox"
          checked={isRemembered}
          onChange={({ currentTarget }) => setRemembered(currentTarget.checked)}
        />
        Remember them in this computer’s keychain
      </label>
      {problem !== null && <ProblemCard title="Keeping the secret failed" problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={onDone}>Back</Button>
        <Button type="submit" look="primary">
          Save
        </Button>
      </div>
    </form>
  );
}
