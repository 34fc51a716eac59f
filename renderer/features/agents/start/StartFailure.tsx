import { useEffect, useRef } from 'react';
import type { Session } from '../../../../main/contract/session-words.ts';
import type { Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { FullHost } from './FullHost.tsx';

interface StartFailureProps {
  readonly failure: Problem;
  readonly isAgent: boolean;
  /** Null while the host does not tell of its sessions. */
  readonly sessions: readonly Session[] | null;
  readonly onForce: () => void;
  readonly onStop: (session: Session) => void;
  readonly onCheckUp: () => void;
  readonly onPlainShell: () => void;
}

/** Why nothing was started and what helps. It is below a long form, so it comes into view and takes the focus. */
export function StartFailure(props: StartFailureProps) {
  const { failure, isAgent, sessions, onForce, onStop, onCheckUp, onPlainShell } = props;
  const element = useRef<HTMLDivElement>(null);
  const isFull = failure.kind === 'limit-reached' || failure.kind === 'out-of-memory';
  // A key that is missing is asked for by a field, which has the focus then.
  const isAskedFor = failure.kind === 'secret-needed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another failure comes into view as well
  useEffect(() => {
    if (isAskedFor) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'start' });
  }, [failure, isAskedFor]);
  return (
    <div ref={element} className="start-failure" tabIndex={-1}>
      <ProblemCard
        title="Starting failed"
        problem={failure}
        detailLabel={isFull ? 'Show what runs' : 'Show what the server said'}
      >
        {isFull && <Button onClick={onForce}>Start anyway</Button>}
        {failure.kind === 'tmux-missing' && (
          <>
            <Button look="primary" onClick={onCheckUp}>
              Check up…
            </Button>
            {!isAgent && <Button onClick={onPlainShell}>Open a plain shell</Button>}
          </>
        )}
      </ProblemCard>
      {isFull && sessions !== null && <FullHost sessions={sessions} onStop={onStop} />}
    </div>
  );
}
