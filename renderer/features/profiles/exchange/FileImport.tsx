import { Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ImportReport } from '../../../../main/contract/profile-exchange.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';

interface FileImportProps {
  readonly take: (document: string) => Promise<Answer<ImportReport>>;
  readonly onReport: (report: ImportReport) => void;
  readonly onCancel: () => void;
  /** Opens the export; null when there is nothing to export. */
  readonly onExport: (() => void) | null;
}

/** Longest document that the core takes, characters. */
const longestDocument = 1_048_576;

/** Takes servers over from a document that another Berth exported. */
export function FileImport({ take, onReport, onCancel, onExport }: FileImportProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const type = (typed: string) => {
    setText(typed);
    setError(null);
    setProblem(null);
  };
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    if (chosen.size > longestDocument) setError(`${chosen.name} is too large to be a list of servers`);
    else {
      await chosen.text().then(type, () => setError(`${chosen.name} could not be read; choose it again or paste it`));
    }
  };
  const refuse = (message: string) => {
    setError(message);
    field.current?.focus();
  };
  const add = async () => {
    if (text.trim() === '') {
      refuse('Exported text must not be empty');
      return;
    }
    setIsBusy(true);
    const answer = await take(text);
    setIsBusy(false);
    if (answer.ok) onReport(answer.value);
    else if (answer.failure.kind === 'invalid-input') refuse(`${answer.failure.message} ${answer.failure.nextStep}`);
    else setProblem(answer.failure);
  };
  return (
    <form
      className="profile-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Textarea
        ref={field}
        name="document"
        label="Exported text"
        description="What another Berth exported. Servers that are there already stay as they are."
        value={text}
        error={error}
        rows={9}
        spellCheck={false}
        className="document-field"
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      <div className="field-row">
        <Button onClick={() => file.current?.click()}>Choose a file…</Button>
        <input
          ref={file}
          type="file"
          hidden
          accept=".json,.txt,application/json,text/plain"
          aria-label="File with exported servers"
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0]);
            // The same file can be chosen again after it was changed.
            currentTarget.value = '';
          }}
        />
        {onExport !== null && (
          <button type="button" className="link-button" onClick={onExport}>
            Export the servers of this Berth…
          </button>
        )}
      </div>
      {problem !== null && <ProblemCard title="Importing failed" problem={problem} />}
      <div className="settings-foot">
        <div className="dialog-actions profile-actions">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            Import
          </Button>
        </div>
      </div>
    </form>
  );
}
