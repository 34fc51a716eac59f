import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { SecretsModel } from './secrets-model.ts';
import { UnlockForm } from './UnlockForm.tsx';
import './secrets.css';

interface UnlockSecretsProps {
  readonly model: SecretsModel;
  /** Called when the secrets are open. */
  readonly onOpened: () => void;
}

/** The way around a question whose answer may be remembered; nothing while nothing is locked. */
export function UnlockSecrets({ model, onOpened }: UnlockSecretsProps) {
  const isLocked = useStore(model.store, ({ status }) => status?.isLocked ?? false);
  const [isAsking, setIsAsking] = useState(false);
  // Another copy of Berth may have locked, opened or replaced them since the page looked last.
  useEffect(() => void model.load(), [model]);
  if (!isLocked) return null;
  return (
    <Notice tone="plain">
      <div className="secrets-line">
        <span>Remembered secrets are locked. Unlock them, or type this one below.</span>
        {!isAsking && (
          <Button isSmall onClick={() => setIsAsking(true)}>
            Unlock…
          </Button>
        )}
      </div>
      {isAsking && <UnlockForm isFocused onOpen={model.open} onOpened={onOpened} />}
    </Notice>
  );
}
