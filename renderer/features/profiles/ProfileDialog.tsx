import type { Profile } from '../../../main/contract/profiles.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProfileFormView } from './ProfileFormView.tsx';
import type { ProfilesModel } from './profiles-model.ts';

interface ProfileDialogProps {
  readonly model: ProfilesModel;
  /** `new`, the profile to edit, or null when the dialog is closed. */
  readonly subject: Profile | 'new' | null;
  readonly onClose: () => void;
  readonly onSaved: (profile: Profile) => void;
  readonly onDelete: (profile: Profile) => void;
}

/** Adds or edits a server. */
export function ProfileDialog({ model, subject, onClose, onSaved, onDelete }: ProfileDialogProps) {
  const title = subject === null || subject === 'new' ? 'Add a server' : `Edit ${subject.name}`;
  return (
    <Dialog title={title} isOpen={subject !== null} onClose={onClose} width={520} closesOnClickOutside={false}>
      {subject !== null && (
        <ProfileFormView
          subject={subject}
          onCancel={onClose}
          save={(draft) => (subject === 'new' ? model.add(draft) : model.edit(subject.id, draft))}
          onSaved={onSaved}
          onDelete={onDelete}
        />
      )}
    </Dialog>
  );
}
