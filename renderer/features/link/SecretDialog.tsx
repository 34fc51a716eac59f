import { PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { WayNote } from './WayNote.tsx';

interface SecretDialogProps {
  readonly profile: Profile;
  /** The host that is really being reached, when this one only stands on the way. */
  readonly goal: string | null;
  readonly problem: Problem;
  readonly secretKind: 'password' | 'passphrase';
  /** Whether it can be kept for the next start. */
  readonly hasKeychain: boolean;
  readonly onUnlock: (secret: string, isRemembered: boolean) => void;
  readonly onClose: () => void;
}

/** Asks for a password or passphrase. It lives in the field only, and is gone with the dialog. */
export function SecretDialog(props: SecretDialogProps) {
  const { profile, goal, problem, secretKind, hasKeychain, onUnlock, onClose } = props;
  const [secret, setSecret] = useState('');
  const [isRemembered, setRemembered] = useState(false);
  const isPassword = secretKind === 'password';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (secret !== '') onUnlock(secret, isRemembered);
  };
  const subject = isPassword ? `Password of ${profile.user} on ${profile.name}` : `Passphrase of ${profile.keyPath}`;
  return (
    <Dialog
      title={isPassword ? `Password for ${profile.name}` : 'Passphrase for your key'}
      isOpen
      onClose={onClose}
      width={440}
      closesOnClickOutside={false}
    >
      <form className="dialog-body" onSubmit={submit}>
        {goal !== null && <WayNote goal={goal} jump={profile.name} />}
        <p className="dim">{problem.message}</p>
        <PasswordInput
          label={subject}
          description={isRemembered ? 'Kept in the keychain of this computer.' : 'Kept in memory while Berth runs.'}
          value={secret}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
          autoComplete="off"
          maxLength={4096}
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
        />
        {hasKeychain && (
          <label className="check">
            <input
              type="checkbox"
              checked={isRemembered}
              onChange={({ currentTarget }) => setRemembered(currentTarget.checked)}
            />
            Remember it in the keychain of this computer
          </label>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={secret === ''}>
            Connect
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
