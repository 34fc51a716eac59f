import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { proposedPath } from './folder-proposal.ts';
import { failedTitles, type PlaceModel, type PlaceQuestion } from './place-model.ts';
import './add.css';

const titles = { add: 'Add a folder', create: 'New repository', rename: 'Rename in the list' } as const;
const actions = { add: 'Add', create: 'Make it', rename: 'Rename' } as const;

interface PlaceDialogProps {
  readonly model: PlaceModel;
  /** Shows what the server lacks, and makes it ready. */
  readonly onSetUp: (profileId: string) => void;
}

/** Asks for a folder, or for a name. */
export function PlaceDialog({ model, onSetUp }: PlaceDialogProps) {
  const { asked, isBusy, problem } = useStore(model.store);
  return (
    <Dialog title={asked === null ? '' : titles[asked.kind]} isOpen={asked !== null} onClose={model.close} width={460}>
      {asked !== null && (
        <PlaceForm
          question={asked}
          isBusy={isBusy}
          problem={problem}
          onAnswer={(text) => void model.answer(text)}
          onClose={model.close}
          onSetUp={() => {
            model.close();
            onSetUp(asked.profileId);
          }}
        />
      )}
    </Dialog>
  );
}

interface PlaceFormProps {
  readonly question: PlaceQuestion;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onAnswer: (text: string) => void;
  readonly onClose: () => void;
  readonly onSetUp: () => void;
}

function PlaceForm({ question, isBusy, problem, onAnswer, onClose, onSetUp }: PlaceFormProps) {
  const { kind } = question;
  const [name, setName] = useState(question.kind === 'rename' ? question.repository.name : '');
  const [ownPath, setOwnPath] = useState<string | null>(null);
  const path = ownPath ?? (question.kind === 'rename' ? '' : proposedPath(question.root, name));
  const isMissing =
    kind === 'create' && ownPath === null ? name.trim() === '' : kind !== 'rename' && path.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isMissing) onAnswer(kind === 'rename' ? name.trim() : path.trim());
  };
  const plain = { autoComplete: 'off', spellCheck: false };
  return (
    <form className="clone-form" noValidate onSubmit={submit}>
      {kind !== 'add' && (
        <TextInput
          {...plain}
          name="name"
          label="Name"
          value={name}
          maxLength={80}
          data-autofocus
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      )}
      {kind !== 'rename' && (
        <TextInput
          {...plain}
          name="path"
          label="Folder on the server"
          classNames={{ input: 'mono' }}
          value={path}
          data-autofocus={kind === 'add' || undefined}
          onChange={({ currentTarget }) => setOwnPath(currentTarget.value)}
        />
      )}
      <p className="dim">
        {question.kind === 'rename' ? (
          <>
            Its folder stays <span className="mono clone-path">{question.repository.path}</span>. Without a name it is
            called like its folder again.
          </>
        ) : (
          notes[question.kind]
        )}
      </p>
      {problem !== null && (
        <ProblemCard title={failedTitles[kind]} problem={problem}>
          {problem.kind === 'unavailable' && <Button onClick={onSetUp}>Set up this server…</Button>}
        </ProblemCard>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={isBusy} disabled={isMissing}>
          {isBusy ? 'Asking the server…' : problem === null ? actions[kind] : 'Try again'}
        </Button>
      </div>
    </form>
  );
}

const notes = {
  add: 'A git working copy that is there already, wherever it lies. Nothing in it is changed.',
  create: 'The folder is made with an empty git repository in it. Nothing may be there yet.',
} as const;
