import type { OfferedHostKey } from '../../../../main/contract/failure.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { urlOf } from './clone-form.ts';
import type { CloneJob, CloneModel } from './clone-model.ts';
import { forgeOf } from './clone-url.ts';
import { compareForgeKey } from './forge-keys.ts';

interface ForgeKeyDialogProps {
  readonly model: CloneModel;
  readonly job: CloneJob;
  readonly hostKey: OfferedHostKey;
  readonly message: string;
}

/** Asks whether the key that a forge shows for the first time is its own; nothing was sent to it yet. */
export function ForgeKeyDialog({ model, job, hostKey, message }: ForgeKeyDialogProps) {
  const forge = forgeOf(urlOf(job.form));
  const verdict = compareForgeKey(forge, hostKey.fingerprint);
  return (
    <Dialog title={`Is this ${forge}?`} isOpen onClose={model.dismissProblem} width={520} closesOnClickOutside={false}>
      <p className="dim">
        {message} No login was offered to it yet. Compare its fingerprint with what {forge} publishes, then decide.
      </p>
      <dl className="clone-facts">
        <dt>Key type</dt>
        <dd className="mono">{hostKey.type}</dd>
        <dt>Fingerprint</dt>
        <dd className="mono" data-testid="forge-fingerprint">
          {hostKey.fingerprint}
        </dd>
      </dl>
      <p className="forge-verdict" data-verdict={verdict} role="status">
        {verdictOf(forge)[verdict]}
      </p>
      <div className="dialog-actions">
        <span className="start">
          <CopyButton text={hostKey.fingerprint} label="Copy fingerprint" />
        </span>
        <Button onClick={model.dismissProblem}>Cancel</Button>
        <Button
          look={verdict === 'mismatch' ? 'danger' : 'primary'}
          onClick={() => void model.trust(hostKey.fingerprint)}
        >
          Trust and clone
        </Button>
      </div>
    </Dialog>
  );
}

function verdictOf(forge: string): Readonly<Record<ReturnType<typeof compareForgeKey>, string>> {
  return {
    match: `✓ Match: ${forge} publishes this fingerprint.`,
    mismatch: `✕ Berth knows other fingerprints of ${forge}. Trust this one only if its own pages name it.`,
    unknown: `Whoever runs ${forge} can tell its fingerprint.`,
  };
}
