import { PasswordInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { WayNote } from './WayNote.tsx';

/** What can be done about typing a secret again and again. */
export interface Remembering {
  /** Where it can be kept for the next start, to be read after "Remember it"; null when it cannot be. */
  readonly place: string | null;
  /** Offers to open what is remembered, while it is locked. */
  readonly unlock: ReactNode;
}

interface SecretDialogProps {
  readonly profile: Profile;
  /** The host that is really being reached, when this one only stands on the way. */
  readonly goal: string | null;
  readonly problem: Problem;
  readonly secretKind: 'password' | 'passphrase';
  readonly remembering: Remembering;
  readonly onUnlock: (secret: string, isRemembered: boolean) => void;
  readonly onClose: () => void;
}

/** Asks for a password or passphrase. It lives in the field only, and is gone with the dialog. */
export function SecretDialog(props: SecretDialogProps) {
  const { profile, goal, problem, secretKind, remembering, onUnlock, onClose } = props;
  const [secret, setSecret] = useState('');
  const [isRemembered, setRemembered] = useState(false);
  const { place, unlock } = remembering;
  const isKept = isRemembered && place !== null;
  const isPassword = secretKind === 'password';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (secret !== '') onUnlock(secret, isKept);
  };
  const subject = isPassword
    ? `Password of ${profile.user} on ${profile.name}`
    : `Passphrase of ${profile.keyPath ?? 'the key'}`;
  return (
    <Dialog
      title={isPassword ? `Password for ${profile.name}` : 'Passphrase for your key'}
      isOpen
      onClose={onClose}
      width={440}
      closesOnClickOutside={false}
    >
      {goal !== null && <WayNote goal={goal} jump={profile.name} />}
      <p className="dim">{problem.message}</p>
      {unlock}
      <form className="dialog-body" onSubmit={submit}>
        <PasswordInput
          label={subject}
          description={isKept ? `Kept ${place}.` : 'Kept in memory while Berth runs.'}
          value={secret}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
          autoComplete="off"
          maxLength={4096}
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
        />
        {place !== null && (
          <label className="check">
            <input
              type="checkbox"
              checked={isRemembered}
              onChange={({ currentTarget }) => setRemembered(currentTarget.checked)}
            />
            Remember it {place}
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
