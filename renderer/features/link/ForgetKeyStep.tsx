import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import type { RemovedKey } from './link-model.ts';

interface ForgetKeyStepProps {
  readonly profile: Profile;
  readonly onForget: (confirmation: string) => Promise<Answer<readonly RemovedKey[]>>;
  /** Reaches the host again, which then asks about its key as if it were met for the first time. */
  readonly onLookAgain: () => void;
}

/** The deliberate second step after a changed key: forgetting the known one. It trusts nothing. */
export function ForgetKeyStep({ profile, onForget, onLookAgain }: ForgetKeyStepProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [removed, setRemoved] = useState<readonly RemovedKey[] | null>(null);
  if (removed !== null) return <Removed removed={removed} onLookAgain={onLookAgain} />;
  return (
    <details className="details forget-key" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>I know why the key changed</summary>
      {isOpen && <Confirmation profile={profile} onForget={onForget} onRemoved={setRemoved} />}
    </details>
  );
}

interface ConfirmationProps extends Pick<ForgetKeyStepProps, 'profile' | 'onForget'> {
  readonly onRemoved: (removed: readonly RemovedKey[]) => void;
}

function Confirmation({ profile: { address }, onForget, onRemoved }: ConfirmationProps) {
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isMeant = typed.trim() === address;
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isMeant || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    const answer = await onForget(address);
    setIsBusy(false);
    if (answer.ok) onRemoved(answer.value);
    else setProblem(answer.failure);
  };
  return (
    <form className="forget-form" onSubmit={(event) => void submit(event)}>
      <p className="dim">
        Then Berth can forget the known key and look at the server as if it had never met it. Do this only if somebody
        you trust told you so by another way: the server was installed anew, moved, or got new keys.
      </p>
      <TextInput
        label={`Type ${address} to confirm`}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        classNames={{ input: 'mono' }}
        autoComplete="off"
        spellCheck={false}
      />
      {problem !== null && (
        <ProblemCard title="Forgetting the known key failed" problem={problem} detailLabel="Show details" />
      )}
      <div className="forget-actions">
        <Button type="submit" look="danger" disabled={!isMeant || isBusy}>
          {isBusy ? 'Forgetting…' : 'Forget the known key'}
        </Button>
        <span className="faint">Nothing is trusted by this; you are asked about the key next.</span>
      </div>
    </form>
  );
}

function Removed({
  removed,
  onLookAgain,
}: Pick<ForgetKeyStepProps, 'onLookAgain'> & { readonly removed: readonly RemovedKey[] }) {
  return (
    <section className="notice notice-plain forget-done" aria-label="Forgotten keys">
      <p role="status">
        {removed.length === 0
          ? 'No known key was left to forget.'
          : `${countOf(removed.length, 'known key')} forgotten. A copy of each changed file was kept beside it.`}
      </p>
      {removed.length > 0 && (
        <ul>
          {removed.map(({ file, lineNumber, fingerprint }) => (
            <li key={`${file}:${lineNumber}:${fingerprint}`}>
              <span className="mono">{fingerprint}</span>
              <span className="faint">
                {' '}
                from {file}, line {lineNumber}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button look="primary" onClick={onLookAgain}>
          Look at its key again…
        </Button>
      </div>
    </section>
  );
}
