import { useState } from 'react';
import { useStore } from 'zustand';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { doingWords } from '../session-words.ts';
import type { SessionsModel } from '../sessions-model.ts';

interface StopDialogProps {
  readonly model: SessionsModel;
  readonly profileId: string;
  readonly sessionId: string;
  readonly onStopped: (words: string) => void;
  readonly onClose: () => void;
}

/** Asks before a session is ended, and what is to become of its worktree. */
export function StopDialog({ model, profileId, sessionId, onStopped, onClose }: StopDialogProps) {
  const told = useStore(
    model.store,
    (state) => state[profileId]?.list?.sessions.find(({ id }) => id === sessionId) ?? null,
  );
  // While it is ended it leaves the list before the dialog closes.
  const [session] = useState(told);
  const [isWorktreeRemoved, setWorktreeRemoved] = useState(false);
  const title = session?.title ?? sessionId;
  const isOver = (told ?? session)?.state === 'dead';
  const branch = session?.worktreeBranch ?? null;
  return (
    <ConfirmDialog
      title={isOver ? `Remove ${title}?` : `Stop ${title}?`}
      confirmLabel={isOver ? 'Remove' : 'Stop'}
      isOpen
      onClose={onClose}
      onConfirm={async () => {
        const answer = await model.stop(profileId, sessionId, isWorktreeRemoved);
        if (answer === null) return busy;
        if (!answer.ok) {
          // It is said here already.
          model.dismiss(profileId, sessionId);
          return answer.failure;
        }
        const isKept = branch !== null && isWorktreeRemoved && !answer.value.isWorktreeRemoved;
        const rest = isKept ? ' Its worktree stays: something in it would be lost, or another session runs there.' : '';
        onStopped(`${title} is ${isOver ? 'removed' : 'stopped'}.${rest}`);
        return null;
      }}
    >
      {session !== null && !isOver && (
        <p>
          It is now: <b>{doingWords(session)}</b>. It ends, with everything that it started.
        </p>
      )}
      {isOver && <p className="dim">Its last screen is forgotten. Files that it wrote stay.</p>}
      {branch !== null && (
        <label className="check">
          <input
            type="checkbox"
            checked={isWorktreeRemoved}
            onChange={({ currentTarget }) => setWorktreeRemoved(currentTarget.checked)}
          />
          <span>
            Also remove its worktree <span className="mono">{branch}</span>, if nothing in it would be lost and no other
            session runs there
          </span>
        </label>
      )}
    </ConfirmDialog>
  );
}

const busy = {
  stage: 'stop',
  message: 'Something else is being done with it.',
  nextStep: 'Wait a moment, then try again.',
  detail: null,
} as const;
