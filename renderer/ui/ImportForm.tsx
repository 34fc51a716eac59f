import { Textarea } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { ProblemCard, type ShownProblem } from './ProblemCard.tsx';

/** What came of an import. */
type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ShownProblem & { readonly kind: string } };

interface ImportFormProps<T> {
  /** What the document holds: "servers". */
  readonly what: string;
  readonly description: string;
  /** What somebody should know before. */
  readonly lead?: string;
  readonly take: (document: string) => Promise<Outcome<T>>;
  readonly onDone: (value: T) => void;
  readonly onCancel: () => void;
  /** Beside the button that chooses a file. */
  readonly children?: ReactNode;
}

/** Longest document that the core takes, characters. */
const longestDocument = 1_048_576;

/** Takes over what another Berth exported, from a file or pasted. */
export function ImportForm<T>(props: ImportFormProps<T>) {
  const { what, description, lead, take, onDone, onCancel, children } = props;
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<ShownProblem | null>(null);
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
    if (chosen.size > longestDocument) setError(`${chosen.name} is too large to be a list of ${what}`);
    else {
      await chosen.text().then(type, () => setError(`${chosen.name} could not be read; choose it again or paste it`));
    }
  };
  const refuse = (message: string) => {
    setError(message);
    field.current?.focus();
  };
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (text.trim() === '') return refuse('Exported text must not be empty');
    setIsBusy(true);
    const outcome = await take(text);
    setIsBusy(false);
    if (outcome.ok) onDone(outcome.value);
    else if (outcome.failure.kind === 'invalid-input') refuse(`${outcome.failure.message} ${outcome.failure.nextStep}`);
    else setProblem(outcome.failure);
  };
  return (
    <form className="dialog-body import-form" noValidate onSubmit={(event) => void submit(event)}>
      {lead !== undefined && <p className="dim">{lead}</p>}
      <Textarea
        ref={field}
        name="document"
        label="Exported text"
        description={description}
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
          accept=".json,.txt,application/json,text/plain"
          aria-label={`File with exported ${what}`}
          onChange={({ currentTarget }) => {
            void choose(currentTarget.files?.[0]);
            // The same file can be chosen again after it was changed.
            currentTarget.value = '';
          }}
        />
        {children}
      </div>
      {problem !== null && <ProblemCard title="Importing failed" problem={problem} />}
      <div className="settings-foot">
        <div className="dialog-actions">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            Import
          </Button>
        </div>
      </div>
    </form>
  );
}
