import type { Profile } from '../../../main/contract/profiles.ts';
import type { Problem } from '../../api/problem.ts';
import { ChangedKeyDialog } from './ChangedKeyDialog.tsx';
import { FingerprintDialog } from './FingerprintDialog.tsx';
import type { LinkModel } from './link-model.ts';
import { type Remembering, SecretDialog } from './SecretDialog.tsx';

interface QuestionDialogProps {
  readonly model: LinkModel;
  readonly profile: Profile;
  readonly problem: Problem;
  /** The host on the way that the question is about; null when it is about the host itself. */
  readonly jump: Profile | null;
  readonly remembering: Remembering;
}

/** The question a host raised on the way to it; at most one is open. */
export function QuestionDialog({ model, profile, problem, jump, remembering }: QuestionDialogProps) {
  const close = () => model.dismiss(profile.id);
  const { hostKey, secretKind } = problem;
  const subject = { profile: jump ?? profile, goal: jump === null ? null : profile.name, onClose: close };
  if (problem.kind === 'host-key-unknown' && hostKey !== null) {
    const trust = () => void model.trust(profile.id, hostKey.fingerprint);
    return <FingerprintDialog {...subject} hostKey={hostKey} message={problem.message} onTrust={trust} />;
  }
  if (problem.kind === 'secret-needed' && secretKind !== null) {
    const unlock = (secret: string, isRemembered: boolean) =>
      void model.unlock(profile.id, { secretKind, secret, isRemembered });
    const secret = { problem, secretKind, remembering };
    return <SecretDialog {...subject} {...secret} onUnlock={unlock} />;
  }
  return (
    <ChangedKeyDialog
      {...subject}
      problem={problem}
      onForget={(confirmation) => model.forgetKey(profile.id, confirmation)}
      onLookAgain={() => void model.connect(profile.id)}
    />
  );
}
