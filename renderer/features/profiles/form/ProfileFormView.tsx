import { type SubmitEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Profile, ProfileDraft } from '../../../../main/contract/profiles.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { SshConfigReading } from '../profiles-model.ts';
import { AddressFields } from './AddressFields.tsx';
import { KnownNameNotice } from './KnownNameNotice.tsx';
import { LiveNotice } from './LiveNotice.tsx';
import { LoginFields } from './LoginFields.tsx';
import { PasteNote } from './PasteNote.tsx';
import { ProfileSections } from './ProfileSections.tsx';
import { parseSshCommand, type SshCommand } from './parse-ssh-command.ts';
import {
  checkForm,
  emptyForm,
  type FieldErrors,
  fillFrom,
  formOf,
  type ProfileForm,
  partialPathError,
} from './profile-form.ts';
import { type SectionName, sectionsWith } from './profile-sections.ts';
import { findWay } from './profile-way.ts';
import './profiles.css';

interface ProfileFormViewProps {
  readonly subject: Profile | 'new';
  /** All that are saved, for the way. */
  readonly profiles: readonly Profile[];
  readonly save: (draft: ProfileDraft) => Promise<Answer<Profile>>;
  readonly readSshConfig: () => Promise<Answer<SshConfigReading>>;
  readonly onSaved: (profile: Profile) => void;
  readonly onCancel: () => void;
  readonly onRemove: (profile: Profile) => void;
  /** Takes a server over by its name in `~/.ssh/config`; absent where none is added. */
  readonly onTakeOver?: (name: string) => void;
}

/** A command that was understood, and the form without it and with it. */
interface Pasted {
  readonly command: SshCommand;
  readonly before: ProfileForm;
  readonly after: ProfileForm;
  /** A host on the way that is no server here. */
  readonly missingJump: string | null;
}

/** The form of one server; it checks by the contract's schema and keeps everything typed until it is saved. */
export function ProfileFormView(props: ProfileFormViewProps) {
  const { subject, profiles, save, readSshConfig, onSaved, onCancel, onRemove, onTakeOver } = props;
  const [form, setForm] = useState<ProfileForm>(() => (subject === 'new' ? emptyForm() : formOf(subject)));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [open, setOpen] = useState<ReadonlySet<SectionName>>(new Set());
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const isFixed = form.sshConfigHost !== null;

  const change = (part: Partial<ProfileForm>) => {
    setForm((known) => ({ ...known, ...part }));
    setErrors((known) => Object.fromEntries(Object.entries(known).filter(([field]) => !(field in part))));
  };
  const paste = (text: string) => {
    const filled = fill(text);
    const wrong = filled === null ? null : partialPathError(filled.after.keyPath);
    if (wrong !== null) setErrors({ keyPath: wrong });
    return filled !== null;
  };
  const fill = (text: string): Pasted | null => {
    const command = parseSshCommand(text);
    if (command === null) return null;
    const { jumpProfileId, missing } = findWay(profiles, command.jumps);
    // A second command replaces the first one: nothing of that stays, unless something was typed since.
    const before = pasted !== null && pasted.after === form ? pasted.before : form;
    const after = fillFrom(before, command, jumpProfileId);
    const filled = { before, after, command, missingJump: missing };
    setForm(after);
    setPasted(filled);
    setErrors({});
    return filled;
  };
  const refuse = (wrong: FieldErrors) => {
    // A field in a folded section takes no focus, so the section is opened before.
    flushSync(() => {
      setErrors(wrong);
      setOpen((known) => new Set([...known, ...sectionsWith(wrong)]));
    });
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setProblem(null);
    // A command that was typed is understood as a pasted one is; where a part of its way is not here, that is told first.
    const typed = isFixed ? null : fill(form.address);
    if (typed !== null && typed.missingJump !== null) return;
    const checked = checkForm(typed?.after ?? form, navigator.platform);
    if (!checked.ok) {
      refuse(checked.errors);
      return;
    }
    setIsSaving(true);
    const answer = await save(checked.draft);
    setIsSaving(false);
    if (answer.ok) onSaved(answer.value);
    else if (answer.failure.kind === 'profile-exists') refuse({ name: answer.failure.message });
    else setProblem(answer.failure);
  };

  const parts = { form, errors, change };
  return (
    <form ref={element} className="profile-form" noValidate onSubmit={(event) => void submit(event)}>
      {form.sshConfigHost !== null && (
        <LiveNotice name={form.sshConfigHost} profiles={profiles} read={readSshConfig} change={setForm} />
      )}
      <AddressFields {...parts} paste={paste} />
      {pasted?.command.address === form.address && (
        <PasteNote command={pasted.command} hasWay={pasted.after.jumpProfileId !== ''} />
      )}
      {onTakeOver !== undefined && (
        <KnownNameNotice address={form.address} read={readSshConfig} onTakeOver={onTakeOver} />
      )}
      {pasted?.missingJump != null && form.jumpProfileId === '' && (
        <Notice tone="warn" isLive>
          <p>
            The command leads through <b>{pasted.missingJump}</b>, which is no server of Berth yet. Add that one first,
            then choose it here under Way.
          </p>
        </Notice>
      )}
      <LoginFields {...parts} />
      <ProfileSections
        {...parts}
        profiles={profiles}
        profileId={subject === 'new' ? null : subject.id}
        open={open}
        onOpen={setOpen}
      />
      {problem !== null && <ProblemCard title="Saving the server failed" problem={problem} />}
      <div className="settings-foot">
        <div className="dialog-actions profile-actions">
          {subject !== 'new' && (
            <Button look="danger" className="start" onClick={() => onRemove(subject)}>
              Remove…
            </Button>
          )}
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isSaving}>
            {subject === 'new' ? 'Add and connect' : 'Save'}
          </Button>
        </div>
      </div>
    </form>
  );
}
