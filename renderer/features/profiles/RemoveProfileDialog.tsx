import type { Profile } from '../../../main/contract/profiles.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import type { ProfilesModel } from './profiles-model.ts';

interface RemoveProfileDialogProps {
  readonly model: ProfilesModel;
  readonly subject: Profile | null;
  readonly onClose: () => void;
  readonly onRemoved: (profileId: string) => void;
}

/** Asks before a server is forgotten, and says what stays. A way that leads through it is told in the core's words. */
export function RemoveProfileDialog({ model, subject, onClose, onRemoved }: RemoveProfileDialogProps) {
  const remove = async () => {
    if (subject === null) return null;
    const answer = await model.remove(subject.id);
    if (!answer.ok) return answer.failure;
    onRemoved(subject.id);
    return null;
  };
  return (
    <ConfirmDialog
      key={subject?.id}
      title={`Remove ${subject?.name ?? 'the server'}?`}
      confirmLabel="Remove"
      isOpen={subject !== null}
      onClose={onClose}
      onConfirm={remove}
    >
      <p>
        Berth forgets how to reach this server and closes its tabs. The server itself is not touched: editors that run
        there keep running until you stop them or clean up.
      </p>
    </ConfirmDialog>
  );
}
