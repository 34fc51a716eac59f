import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { isReadableOnTheWay, type PublicAddressModel } from './public-address-model.ts';
import './public-address.css';

interface PublicAddressDialogProps {
  readonly model: PublicAddressModel;
}

/** The address and the password of one instance, for a browser without Berth. */
export function PublicAddressDialog({ model }: PublicAddressDialogProps) {
  const state = useStore(model.store);
  return (
    <Dialog
      title={state.phase === 'closed' ? 'Public address' : `Public address of ${state.reference.repository}`}
      isOpen={state.phase !== 'closed'}
      onClose={model.close}
      width={560}
    >
      {state.phase === 'asking' && (
        <p className="public-address-wait dim" role="status">
          Asking the server…
        </p>
      )}
      {state.phase === 'failed' && (
        <ProblemCard
          title="Asking for the public address failed"
          problem={state.problem}
          detailLabel="Show what nginx says"
        >
          <Button look="primary" onClick={() => void model.open(state.reference)}>
            Try again
          </Button>
        </ProblemCard>
      )}
      {state.phase === 'ready' && <Address url={state.url} password={state.password} onClose={model.close} />}
    </Dialog>
  );
}

interface AddressProps {
  readonly url: string;
  readonly password: string;
  readonly onClose: () => void;
}

function Address({ url, password, onClose }: AddressProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <p className="dim">Whoever has both can open this editor, and its terminals, in any browser.</p>
      {isReadableOnTheWay(url) && (
        <Notice tone="warn">
          Whoever is on the way can read the password and everything you type. Set up TLS for this site.
        </Notice>
      )}
      <dl className="public-address">
        <dt>Address</dt>
        <dd className="mono">{url}</dd>
        <dd className="public-address-tools">
          <CopyButton text={url} label="Copy address" />
        </dd>
        <dt>Password</dt>
        <dd className="mono" data-testid="public-password">
          {isShown ? (
            password
          ) : (
            <span role="img" aria-label="hidden">
              ••••••••••••
            </span>
          )}
        </dd>
        <dd className="public-address-tools">
          <Button isSmall look="quiet" onClick={() => setIsShown(!isShown)}>
            {isShown ? 'Hide password' : 'Show password'}
          </Button>
          <CopyButton text={password} label="Copy password" />
        </dd>
      </dl>
      <p className="faint">The password stays the same when this editor is stopped and started again.</p>
      <div className="dialog-actions">
        <Button onClick={onClose}>Done</Button>
      </div>
    </>
  );
}
