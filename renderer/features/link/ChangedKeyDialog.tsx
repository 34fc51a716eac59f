import { Fragment } from 'react';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ForgetKeyStep } from './ForgetKeyStep.tsx';
import { knownFingerprints } from './fingerprint.ts';
import type { RemovedKey } from './link-model.ts';
import { WayNote } from './WayNote.tsx';
import './link.css';

interface ChangedKeyDialogProps {
  readonly profile: Profile;
  /** The host that is really being reached, when this one only stands on the way. */
  readonly goal: string | null;
  readonly problem: Problem;
  readonly onForget: (confirmation: string) => Promise<Answer<readonly RemovedKey[]>>;
  readonly onLookAgain: () => void;
  readonly onClose: () => void;
}

/**
 * The hard stop: a host shows another key than before, or a revoked one. The way on from a changed key is a step of its own,
 * folded away, and it ends in a question, not in a link; from a revoked key there is none.
 */
export function ChangedKeyDialog(props: ChangedKeyDialogProps) {
  const { profile, goal, problem, onForget, onLookAgain, onClose } = props;
  const { hostKey, detail } = problem;
  const isRevoked = problem.kind === 'host-key-revoked';
  const title = isRevoked
    ? `Stopped: the key of ${profile.name} is revoked`
    : `Stopped: ${profile.name} has another key`;
  const known = knownFingerprints(problem);
  const copied = [problem.message, problem.nextStep, hostKey?.fingerprint, detail].filter(Boolean).join('\n');
  return (
    <Dialog title={title} isOpen onClose={onClose} width={560} closesOnClickOutside={false}>
      {goal !== null && <WayNote goal={goal} jump={profile.name} />}
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
          {known.map((fingerprint, index) => (
            <Fragment key={fingerprint}>
              <dt>{index === 0 ? 'Known so far' : ''}</dt>
              <dd className="mono">{fingerprint}</dd>
            </Fragment>
          ))}
          <dt>Now offered</dt>
          <dd className="mono" data-testid="fingerprint">
            {hostKey.fingerprint}
          </dd>
        </dl>
      )}
      <p className="dim">{problem.nextStep}</p>
      {detail !== null && (
        <details className="details">
          <summary>Details</summary>
          <pre>{detail}</pre>
        </details>
      )}
      {!isRevoked && <ForgetKeyStep profile={profile} onForget={onForget} onLookAgain={onLookAgain} />}
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
