import type { Profile } from '../../../main/contract/profiles.ts';
import { ChangedKeyDialog } from './ChangedKeyDialog.tsx';
import { FingerprintDialog } from './FingerprintDialog.tsx';
import type { LinkModel } from './link-model.ts';
import type { Attempt } from './link-view.ts';
import { SecretDialog } from './SecretDialog.tsx';

interface QuestionDialogProps {
  readonly model: LinkModel;
  readonly profile: Profile;
  readonly attempt: Attempt | undefined;
  readonly hasKeychain: boolean;
}

/** The question a host raised on the way to it; at most one is open. */
export function QuestionDialog({ model, profile, attempt, hasKeychain }: QuestionDialogProps) {
  const problem = attempt?.phase === 'asking' ? attempt.problem : null;
  const close = () => model.dismiss(profile.id);
  const { hostKey, secretKind } = problem ?? { hostKey: null, secretKind: null };
  if (problem === null) return null;
  if (problem.kind === 'host-key-unknown' && hostKey !== null) {
    const trust = () => void model.trust(profile.id, hostKey.fingerprint);
    return <FingerprintDialog profile={profile} hostKey={hostKey} onTrust={trust} onClose={close} />;
  }
  if (problem.kind === 'secret-needed' && secretKind !== null) {
    const unlock = (secret: string, isRemembered: boolean) =>
      void model.unlock(profile.id, { secretKind, secret, isRemembered });
    const subject = { profile, problem, secretKind, hasKeychain };
    return <SecretDialog {...subject} onUnlock={unlock} onClose={close} />;
  }
  return <ChangedKeyDialog profile={profile} problem={problem} onClose={close} />;
}
