import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { SessionsModel } from '../sessions-model.ts';

interface RenameDialogProps {
  readonly model: SessionsModel;
  readonly profileId: string;
  readonly sessionId: string;
  readonly onClose: () => void;
}

/** Gives a session another title; what runs in it hears nothing of that. */
export function RenameDialog({ model, profileId, sessionId, onClose }: RenameDialogProps) {
  const [title, setTitle] = useState(() => model.find(profileId, sessionId)?.title ?? '');
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (title.trim() === '') return;
    setSaving(true);
    const answer = await model.rename(profileId, sessionId, title.trim());
    setSaving(false);
    if (answer?.ok !== false) return onClose();
    model.dismiss(profileId, sessionId);
    setProblem(answer.failure);
  };
  return (
    <Dialog title="Rename the session" isOpen onClose={onClose} width={420}>
      <form className="dialog-body" noValidate onSubmit={(event) => void submit(event)}>
        <TextInput
          label="Title"
          value={title}
          maxLength={120}
          error={title.trim() === '' ? 'Must not be empty' : undefined}
          autoComplete="off"
          data-autofocus
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        {problem !== null && <ProblemCard title="Renaming failed" problem={problem} />}
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={isSaving}>
            {isSaving ? 'Renaming…' : 'Rename'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
