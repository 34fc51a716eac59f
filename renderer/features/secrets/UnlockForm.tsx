import { PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { PassphraseProblem } from './PassphraseProblem.tsx';
import './secrets.css';

interface UnlockFormProps {
  readonly onOpen: (passphrase: string) => Promise<Problem | null>;
  /** Called when the secrets are open. */
  readonly onOpened?: () => void;
  readonly isFocused?: boolean;
}

/** Opens the remembered secrets with the master passphrase. */
export function UnlockForm({ onOpen, onOpened, isFocused = false }: UnlockFormProps) {
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (passphrase === '' || isBusy) return;
    setIsBusy(true);
    const failed = await onOpen(passphrase);
    setIsBusy(false);
    setProblem(failed);
    if (failed === null) onOpened?.();
  };
  return (
    <form className="unlock-form" onSubmit={(event) => void submit(event)}>
      <PasswordInput
        label="Master passphrase"
        value={passphrase}
        onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
        autoComplete="off"
        maxLength={1024}
        readOnly={isBusy}
        autoFocus={isFocused}
        data-autofocus={isFocused ? true : undefined}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the master passphrase', tabIndex: 0 }}
      />
      <Button type="submit" look="primary" disabled={passphrase === '' || isBusy}>
        {isBusy ? 'Unlocking…' : 'Unlock'}
      </Button>
      <PassphraseProblem problem={problem} />
    </form>
  );
}
