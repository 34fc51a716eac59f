import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProfileFormView } from './form/ProfileFormView.tsx';
import type { ProfilesModel } from './profiles-model.ts';

interface ProfileDialogProps {
  readonly model: ProfilesModel;
  /** The profile to edit, or null when the dialog is closed. */
  readonly subject: Profile | null;
  readonly onClose: () => void;
  readonly onSaved: (profile: Profile) => void;
  readonly onRemove: (profile: Profile) => void;
}

/** Edits a server. */
export function ProfileDialog({ model, subject, onClose, onSaved, onRemove }: ProfileDialogProps) {
  const profiles = useStore(model.store, (state) => state.profiles);
  return (
    <Dialog
      title={`Edit ${subject?.name ?? 'the server'}`}
      isOpen={subject !== null}
      onClose={onClose}
      width={540}
      closesOnClickOutside={false}
    >
      {subject !== null && (
        <ProfileFormView
          key={subject.id}
          subject={subject}
          profiles={profiles}
          onCancel={onClose}
          save={(draft) => model.edit(subject.id, draft)}
          readSshConfig={model.readSshConfig}
          onSaved={onSaved}
          onRemove={onRemove}
        />
      )}
    </Dialog>
  );
}
