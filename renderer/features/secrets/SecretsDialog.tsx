import { useState } from 'react';
import { useStore } from 'zustand';
import type { SecretsStatus } from '../../../main/contract/secrets.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { ForgetAll } from './ForgetAll.tsx';
import { NewPassphraseForm } from './NewPassphraseForm.tsx';
import type { SecretsModel } from './secrets-model.ts';
import { UnlockForm } from './UnlockForm.tsx';
import './secrets.css';

/** Where passwords and passphrases are remembered on this computer, and what can be done about it. */
export function SecretsDialog({ model }: { readonly model: SecretsModel }) {
  const { status, problem, isShown } = useStore(model.store);
  return (
    <Dialog title="Remembered secrets" isOpen={isShown} onClose={model.close} width={460}>
      {problem !== null ? (
        <ProblemCard title="Looking at the remembered secrets failed" problem={problem}>
          <Button look="primary" onClick={() => void model.load()}>
            Try again
          </Button>
        </ProblemCard>
      ) : status === null ? (
        <p className="secrets-wait dim" role="status">
          Looking…
        </p>
      ) : (
        <Body key={`${status.kind} ${status.isLocked}`} model={model} status={status} />
      )}
    </Dialog>
  );
}

function Body({ model, status }: { readonly model: SecretsModel; readonly status: SecretsStatus }) {
  const { kind, isLocked, count, message } = status;
  const [step, setStep] = useState<'overview' | 'passphrase' | 'forget'>('overview');
  const [problem, setProblem] = useState<Problem | null>(null);
  const back = () => setStep('overview');
  const act = async (action: () => Promise<Problem | null>) => {
    const failed = await action();
    setProblem(failed);
    back();
  };
  const protect = async (passphrase: string, previous: string | null) => {
    const failed = await model.protect(passphrase, previous);
    if (failed === null) back();
    return failed;
  };
  const hasPassphrase = kind === 'passphrase';
  return (
    <>
      <p>{message}</p>
      {count !== null && kind !== 'none' && <p className="dim num">{countWords(count)}</p>}
      {problem !== null && <ProblemCard title="This did not work" problem={problem} />}
      {step === 'passphrase' && <NewPassphraseForm isReplacement={hasPassphrase} onSubmit={protect} onCancel={back} />}
      {step === 'forget' && (
        <ForgetAll
          count={count}
          hasPassphrase={hasPassphrase}
          onForget={() => void act(model.forgetAll)}
          onCancel={back}
        />
      )}
      {step === 'overview' && (
        <>
          {isLocked && <UnlockForm onOpen={model.open} isFocused />}
          {kind === 'none' && (
            <p className="dim">
              With a master passphrase, Berth can keep them in an encrypted file on this computer. You type it once
              after each start.
            </p>
          )}
          <div className="dialog-actions">
            {(hasPassphrase || (count ?? 0) > 0) && (
              <Button className="start" onClick={() => setStep('forget')}>
                Forget all…
              </Button>
            )}
            {hasPassphrase && !isLocked && <Button onClick={() => void act(model.lock)}>Lock</Button>}
            {kind !== 'keychain' && !isLocked && (
              <Button look={hasPassphrase ? 'plain' : 'primary'} onClick={() => setStep('passphrase')}>
                {hasPassphrase ? 'Change passphrase…' : 'Set a master passphrase…'}
              </Button>
            )}
          </div>
        </>
      )}
    </>
  );
}

function countWords(count: number): string {
  if (count === 0) return 'None so far. Tick “Remember it” when a server asks.';
  return count === 1 ? '1 secret is remembered.' : `${count} secrets are remembered.`;
}
