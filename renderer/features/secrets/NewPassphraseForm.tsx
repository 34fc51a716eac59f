import { PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { PassphraseProblem } from './PassphraseProblem.tsx';
import { shortestPassphrase, strengthOf } from './passphrase-strength.ts';

interface NewPassphraseFormProps {
  /** Whether one is set, which is then asked for too. */
  readonly isReplacement: boolean;
  readonly onSubmit: (passphrase: string, previous: string | null) => Promise<Problem | null>;
  readonly onCancel: () => void;
}

/** Sets or replaces the master passphrase. What is typed lives in the fields only. */
export function NewPassphraseForm({ isReplacement, onSubmit, onCancel }: NewPassphraseFormProps) {
  const [previous, setPrevious] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { level, words } = strengthOf(passphrase);
  const isDifferent = again !== '' && again !== passphrase;
  const isReady =
    passphrase.length >= shortestPassphrase && again === passphrase && (!isReplacement || previous !== '') && !isBusy;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isReady) return;
    setIsBusy(true);
    setProblem(await onSubmit(passphrase, isReplacement ? previous : null));
    setIsBusy(false);
  };
  const field = { autoComplete: 'off', maxLength: 1024, readOnly: isBusy } as const;
  const eye = (what: string) => ({ 'aria-label': `Show ${what}`, tabIndex: 0 });
  return (
    <form className="dialog-body" onSubmit={(event) => void submit(event)}>
      {isReplacement && (
        <div>
          <PasswordInput
            {...field}
            label="Present master passphrase"
            value={previous}
            onChange={({ currentTarget }) => setPrevious(currentTarget.value)}
            autoFocus
            visibilityToggleButtonProps={eye('the present passphrase')}
          />
          <PassphraseProblem problem={problem} />
        </div>
      )}
      <div>
        <PasswordInput
          {...field}
          label={isReplacement ? 'New master passphrase' : 'Master passphrase'}
          value={passphrase}
          autoFocus={!isReplacement}
          onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          visibilityToggleButtonProps={eye('the new passphrase')}
        />
        <p className="passphrase-hint" data-level={level}>
          {words}
        </p>
      </div>
      <div>
        <PasswordInput
          {...field}
          label="The same again"
          value={again}
          onChange={({ currentTarget }) => setAgain(currentTarget.value)}
          visibilityToggleButtonProps={eye('the repeated passphrase')}
        />
        <p className="passphrase-hint" data-level={isDifferent ? 'short' : 'empty'} role="status">
          {isDifferent ? 'Not the same yet.' : ''}
        </p>
      </div>
      {!isReplacement && problem !== null && <PassphraseProblem problem={problem} />}
      <p className="faint">Nobody can restore it. Without it, remembered secrets are asked for again; servers stay.</p>
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={!isReady}>
          {isBusy ? 'Setting it…' : isReplacement ? 'Change passphrase' : 'Set passphrase'}
        </Button>
      </div>
    </form>
  );
}
