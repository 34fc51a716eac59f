import { Textarea } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import type { Preset } from '../../../../main/contract/presets.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';

/** A preset of the document that was not taken over, and why. */
export interface SkippedPreset {
  readonly name: string;
  readonly reason: string;
}

interface PresetImportProps {
  readonly take: (
    document: string,
  ) => Promise<Answer<{ readonly added: readonly Preset[]; readonly skipped: readonly SkippedPreset[] }>>;
  readonly onDone: (added: readonly Preset[], skipped: readonly SkippedPreset[]) => void;
  readonly onCancel: () => void;
}

/** Longest document that the core takes, characters. */
const longestDocument = 1_048_576;

/** Takes presets over from a document that another Berth exported; nothing in it is run until somebody starts it. */
export function PresetImport({ take, onDone, onCancel }: PresetImportProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const type = (typed: string) => {
    setText(typed);
    setError(null);
    setProblem(null);
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (text.trim() === '') return setError('Exported text must not be empty');
    const answer = await take(text);
    if (answer.ok) onDone(answer.value.added, answer.value.skipped);
    else if (answer.failure.kind === 'invalid-input') setError(`${answer.failure.message} ${answer.failure.nextStep}`);
    else setProblem(answer.failure);
  };
  const choose = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    if (chosen.size > longestDocument) return setError(`${chosen.name} is too large to be a list of presets`);
    void chosen.text().then(type, () => setError(`${chosen.name} could not be read; choose it again or paste it`));
  };
  return (
    <form className="dialog-body" noValidate onSubmit={(event) => void submit(event)}>
      <p className="dim">
        A preset runs its command on your servers when you start it. Import only what you know the origin of.
      </p>
      <Textarea
        label="Exported text"
        description="Presets that are there already stay as they are."
        value={text}
        error={error}
        rows={9}
        spellCheck={false}
        data-autofocus
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      <div className="field-row">
        <Button onClick={() => file.current?.click()}>Choose a file…</Button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label="File with exported presets"
          onChange={({ currentTarget }) => {
            choose(currentTarget.files?.[0]);
            // The same file can be chosen again after it was changed.
            currentTarget.value = '';
          }}
        />
      </div>
      {problem !== null && <ProblemCard title="Importing failed" problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary">
          Import
        </Button>
      </div>
    </form>
  );
}
