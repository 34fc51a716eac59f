import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OfferedHostKey } from '../../../main/contract/failure.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { type Comparison, compareFingerprint, hostKeyFile } from './fingerprint.ts';
import { WayNote } from './WayNote.tsx';
import './link.css';

interface FingerprintDialogProps {
  readonly profile: Profile;
  /** The host that is really being reached, when this one only stands on the way. */
  readonly goal: string | null;
  readonly hostKey: OfferedHostKey;
  /** Why it is asked: the key is new, or known only through what Berth cannot check. */
  readonly message: string;
  readonly onTrust: () => void;
  readonly onClose: () => void;
}

const verdicts: Record<Comparison, string> = {
  empty: 'Optional: paste what that command prints, and Berth compares for you.',
  match: '✓ Match: this is the key of your server.',
  mismatch: '✕ Mismatch: this is another key. Do not trust it.',
  md5: 'This is an MD5 fingerprint; use the command above, which prints SHA256.',
  unreadable: 'No SHA256 fingerprint found in this text.',
};

/** Asks whether a key seen for the first time belongs to the server; nothing was sent to it yet. */
export function FingerprintDialog({ profile, goal, hostKey, message, onTrust, onClose }: FingerprintDialogProps) {
  const [pasted, setPasted] = useState('');
  const comparison = compareFingerprint(hostKey.fingerprint, pasted);
  const command = `ssh-keygen -lf ${hostKeyFile(hostKey.type)}`;
  return (
    <Dialog title={`Is this ${profile.name}?`} isOpen onClose={onClose} width={560} closesOnClickOutside={false}>
      {goal !== null && <WayNote goal={goal} jump={profile.name} />}
      <p className="dim">
        {message} No password or key was offered to it yet. Compare its fingerprint with one you trust, then decide.
      </p>
      <dl className="fingerprint">
        <dt>Key type</dt>
        <dd className="mono">{hostKey.type}</dd>
        <dt>Fingerprint</dt>
        <dd className="mono" data-testid="fingerprint">
          {hostKey.fingerprint}
        </dd>
      </dl>
      <div>
        <p className="dim link-hint">On the server itself, or in your provider’s console, this prints it:</p>
        <div className="code-block">
          <span>{command}</span>
          <CopyButton text={command} label="Copy" />
        </div>
      </div>
      <div>
        <TextInput
          label="Paste to compare"
          placeholder="SHA256:…"
          value={pasted}
          onChange={({ currentTarget }) => setPasted(currentTarget.value)}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          autoComplete="off"
          aria-describedby="fingerprint-verdict"
        />
        <p id="fingerprint-verdict" className="verdict" data-verdict={comparison} role="status">
          {verdicts[comparison]}
        </p>
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={comparison === 'mismatch'} onClick={onTrust}>
          Trust and connect
        </Button>
      </div>
    </Dialog>
  );
}
