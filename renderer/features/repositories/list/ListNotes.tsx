import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import type { PlaceModel } from '../add/place-model.ts';
import { CloneStrip } from '../clone/CloneProgress.tsx';
import { type CloneModel, unseenClones } from '../clone/clone-model.ts';
import type { WorkingCopiesModel } from './working-copies-model.ts';
import '../add/add.css';

interface ListNotesProps {
  readonly profileId: string;
  readonly places: PlaceModel;
  readonly clone: CloneModel;
  readonly copies: WorkingCopiesModel;
  readonly isLinked: boolean;
}

/** What is under way with the list of a host, and what just happened to it. */
export function ListNotes({ profileId, places, clone, copies, isLinked }: ListNotesProps) {
  const note = useStore(places.store, ({ notes }) => notes[profileId]);
  const clones = useStore(
    clone.store,
    useShallow((state) => unseenClones(state, profileId)),
  );
  const problem = useStore(copies.store, (state) => state[profileId]?.problem ?? null);
  // While the link is down, the page says so in another place.
  const unread = isLinked ? problem : null;
  const dismiss = () => places.dismiss(profileId);
  return (
    <>
      {clones.map((job) => (
        <CloneStrip key={job.id} model={clone} job={job} />
      ))}
      {note?.kind === 'removed' && (
        <div className="list-note">
          <p role="status">
            <b>{note.name}</b> is off the list; its files stay in <span className="mono clone-path">{note.path}</span>.
          </p>
          <span className="list-note-actions">
            <UndoButton onUndo={() => void places.undo(profileId)} />
            <Button isSmall look="quiet" aria-label="Dismiss this note" onClick={dismiss}>
              Dismiss
            </Button>
          </span>
        </div>
      )}
      {unread !== null && (
        <div className="list-note">
          <p className="dim" role="status">
            Branches are shown without their changes. {unread.message}
          </p>
          <Button isSmall look="quiet" onClick={() => copies.refresh(profileId)}>
            Try again
          </Button>
        </div>
      )}
      {note?.kind === 'failed' && (
        <div className="card-problem">
          <ProblemCard title={note.title} problem={note.problem}>
            <Button onClick={dismiss}>Dismiss</Button>
          </ProblemCard>
        </div>
      )}
    </>
  );
}

function UndoButton({ onUndo }: { readonly onUndo: () => void }) {
  const area = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The row that had the focus is gone.
    if (document.activeElement === document.body) area.current?.querySelector('button')?.focus();
  }, []);
  return (
    <span ref={area}>
      <Button isSmall onClick={onUndo}>
        Undo
      </Button>
    </span>
  );
}
