import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { Answer, Problem } from '../../api/problem.ts';
import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { checkRange, type RangeFacts, type RangeForm, rangeFacts } from './port-range.ts';
import { RangeStrip } from './RangeStrip.tsx';

interface RangeEditorProps {
  readonly profile: Profile;
  readonly ports: readonly HostPort[];
  readonly nameOf: (instanceId: string) => string;
  readonly isCrashed: (instanceId: string) => boolean;
  readonly onSave: (draft: ProfileDraft) => Promise<Answer<Profile>>;
}

/** The ports that editors may use, drawn as they are used, and changed in place. */
export function RangeEditor({ profile, ports, nameOf, isCrashed, onSave }: RangeEditorProps) {
  const saved: RangeForm = { first: String(profile.portFirst), last: String(profile.portLast) };
  const [edited, setEdited] = useState<RangeForm | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const form = edited ?? saved;
  const isChanged = form.first.trim() !== saved.first || form.last.trim() !== saved.last;
  const checked = checkRange(profile, form);
  const range = checked.ok ? checked.range : { first: profile.portFirst, last: profile.portLast };
  const facts = rangeFacts(range, ports, nameOf, isCrashed);
  const change = (part: Partial<RangeForm>) => {
    setEdited({ ...form, ...part });
    setProblem(null);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!checked.ok || !isChanged) return;
    setIsSaving(true);
    const answer = await onSave(checked.draft);
    setIsSaving(false);
    if (answer.ok) setEdited(null);
    else setProblem(answer.failure);
  };
  const field = (name: keyof RangeForm, label: string) => (
    <TextInput
      className="range-field"
      size="xs"
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      value={form[name]}
      error={!checked.ok && checked.field === name}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  return (
    <form className="range" noValidate onSubmit={(event) => void submit(event)} aria-label="Ports for editors">
      <div className="range-fields">
        <span>Editors use ports</span>
        {field('first', 'First port for editors')}
        <span>to</span>
        {field('last', 'Last port for editors')}
        {isChanged && (
          <>
            <Button type="submit" isSmall look="primary" disabled={!checked.ok} isBusy={isSaving}>
              {isSaving ? 'Saving…' : 'Save'}
            </Button>
            <Button isSmall look="quiet" onClick={() => setEdited(null)}>
              Undo
            </Button>
          </>
        )}
      </div>
      <RangeStrip facts={facts} />
      <p className={checked.ok ? 'range-words dim' : 'range-words bad'} role="status">
        {checked.ok ? fitWords(facts) : `${checked.message}.`}
      </p>
      {facts.outside.length > 0 && (
        <p className="range-words warn">
          {facts.outside.map(({ name, port }) => `${name} (${port})`).join(', ')}{' '}
          {facts.outside.length === 1 ? 'lies' : 'lie'} outside.{' '}
          {facts.outside.length === 1 ? 'It keeps its' : 'They keep their'} port until stopped, and the next start takes
          one of these.
        </p>
      )}
      {problem !== null && (
        <ProblemCard title="Saving the ports failed" problem={problem}>
          <Button type="submit" look="primary" isBusy={isSaving}>
            Try again
          </Button>
        </ProblemCard>
      )}
    </form>
  );
}

function fitWords({ portCount, freeCount }: RangeFacts): string {
  const room = freeCount === 0 ? 'no room for another editor' : `room for ${countOf(freeCount, 'more editor')}`;
  return `${countOf(portCount, 'port')}, one for each editor: ${room}.`;
}
