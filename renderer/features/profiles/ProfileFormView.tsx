import { type SubmitEvent, useRef, useState } from 'react';
import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { AddressFields, AdvancedFields, AuthFields } from './ProfileFields.tsx';
import { parseSshCommand } from './parse-ssh-command.ts';
import { checkForm, emptyForm, type FieldErrors, fillFrom, formOf, type ProfileForm } from './profile-form.ts';

interface ProfileFormViewProps {
  readonly subject: Profile | 'new';
  readonly save: (draft: ProfileDraft) => Promise<Answer<Profile>>;
  readonly onSaved: (profile: Profile) => void;
  readonly onCancel: () => void;
  readonly onDelete: (profile: Profile) => void;
}

/** The form of one server; it checks by the contract's schema and keeps everything typed until it is saved. */
export function ProfileFormView({ subject, save, onSaved, onCancel, onDelete }: ProfileFormViewProps) {
  const [form, setForm] = useState<ProfileForm>(() => (subject === 'new' ? emptyForm() : formOf(subject)));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const element = useRef<HTMLFormElement>(null);

  const change = (part: Partial<ProfileForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors((known) => Object.fromEntries(Object.entries(known).filter(([field]) => !(field in part))));
  };
  const paste = (text: string) => {
    const command = parseSshCommand(text);
    if (command === null) return false;
    setForm((known) => fillFrom(known, command));
    setErrors({});
    return true;
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const checked = checkForm(form);
    if (!checked.ok) {
      setErrors(checked.errors);
      const first = Object.keys(form).find((field) => field in checked.errors);
      element.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setIsSaving(true);
    const answer = await save(checked.draft);
    setIsSaving(false);
    if (answer.ok) onSaved(answer.value);
    else setProblem(answer.failure);
  };

  const parts = { form, errors, change };
  return (
    <form ref={element} className="profile-form" noValidate onSubmit={(event) => void submit(event)}>
      <AddressFields {...parts} paste={paste} />
      <AuthFields {...parts} />
      <AdvancedFields {...parts} />
      {problem !== null && <ProblemCard title="Saving the server failed" problem={problem} />}
      <div className="dialog-actions">
        {subject !== 'new' && (
          <Button look="danger" className="start" onClick={() => onDelete(subject)}>
            Delete…
          </Button>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={isSaving}>
          {subject === 'new' ? 'Add and connect' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
