import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

interface ForgetAllProps {
  /** Null while it cannot be told. */
  readonly count: number | null;
  /** Whether the master passphrase goes with them. */
  readonly hasPassphrase: boolean;
  readonly onForget: () => void;
  readonly onCancel: () => void;
}

/** The second step before everything is forgotten. */
export function ForgetAll({ count, hasPassphrase, onForget, onCancel }: ForgetAllProps) {
  const [isBusy, setIsBusy] = useState(false);
  const what = count === 1 ? 'The remembered secret' : 'All remembered secrets';
  return (
    <>
      <Notice tone="warn" isLive>
        <p>
          {what}
          {hasPassphrase ? ' and the master passphrase' : ''} will be gone. Servers stay, and ask again.
        </p>
      </Notice>
      <div className="dialog-actions">
        <Button onClick={onCancel} autoFocus>
          Cancel
        </Button>
        <Button
          look="danger"
          disabled={isBusy}
          onClick={() => {
            setIsBusy(true);
            onForget();
          }}
        >
          Forget all
        </Button>
      </div>
    </>
  );
}
