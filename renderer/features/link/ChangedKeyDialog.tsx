import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import './link.css';

interface ChangedKeyDialogProps {
  readonly profile: Profile;
  readonly problem: Problem;
  readonly onClose: () => void;
}

/** The hard stop: a host shows another key than before, or a revoked one. There is deliberately no way on from here. */
export function ChangedKeyDialog({ profile, problem, onClose }: ChangedKeyDialogProps) {
  const { hostKey } = problem;
  const isRevoked = problem.kind === 'host-key-revoked';
  const title = isRevoked
    ? `Stopped: the key of ${profile.name} is revoked`
    : `Stopped: ${profile.name} has another key`;
  const copied = [problem.message, problem.nextStep, hostKey?.fingerprint, problem.detail].filter(Boolean).join('\n');
  return (
    <Dialog title={title} isOpen onClose={onClose} width={560} closesOnClickOutside={false}>
      <p role="alert">
        <b>{problem.message}</b>
      </p>
      <p className="dim">
        {isRevoked
          ? 'Somebody marked this key as stolen or withdrawn. Berth will not connect with it.'
          : 'Either the server was set up anew, or something between you and it pretends to be it. Berth cannot tell which, so it stops; no password or key was sent.'}
      </p>
      {hostKey !== null && (
        <dl className="fingerprint">
          <dt>Key type</dt>
          <dd className="mono">{hostKey.type}</dd>
          <dt>Now offered</dt>
          <dd className="mono" data-testid="fingerprint">
            {hostKey.fingerprint}
          </dd>
        </dl>
      )}
      <p className="dim">{problem.nextStep}</p>
      {problem.detail !== null && (
        <details className="details">
          <summary>Details</summary>
          <pre>{problem.detail}</pre>
        </details>
      )}
      <div className="dialog-actions">
        <span className="start">
          <CopyButton text={copied} label="Copy details" />
        </span>
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}
