import type { Session } from '../../../../main/contract/session-words.ts';
import { currentStep } from '../../../lib/operation-progress.ts';
import { Button } from '../../../ui/Button.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import type { SessionHands } from '../session-hands.ts';
import type { SessionAction, SessionOperation } from '../sessions-model.ts';

interface SessionOutcomeProps {
  readonly session: Session;
  readonly operation: SessionOperation;
  readonly hands: SessionHands;
}

const doing: Readonly<Record<SessionAction, string>> = {
  resume: 'Taking up its conversation',
  stop: 'Ending it and all it started',
  rename: 'Giving it another title',
  press: 'Pressing the keys',
  transcript: 'Reading what was said',
};

/** What is being done with a session, or why it did not work and what helps. */
export function SessionOutcome({ session, operation, hands }: SessionOutcomeProps) {
  const { action, isRunning, steps, problem, reason, startedAtMs } = operation;
  if (isRunning) {
    return (
      <div className="session-outcome">
        <Waiting words={`${currentStep(steps)?.title ?? doing[action]}…`} sinceMs={startedAtMs} />
      </div>
    );
  }
  const dismiss = (
    <Button isSmall look="quiet" onClick={() => hands.dismiss(session)}>
      Dismiss
    </Button>
  );
  if (problem === null) {
    return (
      <div className="session-outcome">
        <p className="session-held warn" role="alert">
          {reason}
        </p>
        <Button isSmall onClick={() => hands.talk(session)}>
          Look at its screen
        </Button>
        {dismiss}
      </div>
    );
  }
  const isFull = problem.kind === 'limit-reached' || problem.kind === 'out-of-memory';
  return (
    <div className="session-outcome">
      <ProblemCard title={`${doing[action]} failed`} problem={problem}>
        {action === 'resume' && (
          <Button look="primary" onClick={() => hands.resume(session, isFull)}>
            {isFull ? 'Resume anyway' : 'Try again'}
          </Button>
        )}
        {action === 'stop' && (
          <Button look="primary" onClick={() => hands.stop(session)}>
            Try again
          </Button>
        )}
        {action === 'transcript' && (
          <Button look="primary" onClick={() => hands.save(session)}>
            Try again
          </Button>
        )}
        {dismiss}
      </ProblemCard>
    </div>
  );
}
