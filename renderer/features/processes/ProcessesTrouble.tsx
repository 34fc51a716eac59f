import { formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard, type ShownProblem } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { Waiting } from '../../ui/Waiting.tsx';

/** Why no reading comes, as far as it is told here. */
interface ShownTrouble {
  readonly failure: ShownProblem;
  readonly kind: 'retried' | 'waiting' | 'failed';
}

/** Nobody watches a host whose link somebody closed, so that nothing tells of it. */
export const notLinked: ShownTrouble = {
  kind: 'waiting',
  failure: {
    stage: 'session',
    message: 'The server is not connected.',
    nextStep: 'Connect it, and the table goes on.',
    detail: null,
  },
};

interface RefusedProps {
  readonly failure: ShownProblem;
  readonly onRetry: () => void;
}

/** The server answered that it cannot tell its processes. */
export function Refused({ failure, onRetry }: RefusedProps) {
  return (
    <div className="card-problem">
      <ProblemCard title="Reading the processes failed" problem={failure} detailLabel="Show details">
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      </ProblemCard>
    </div>
  );
}

interface AwayProps {
  readonly trouble: ShownTrouble;
  /** When the last reading came, epoch milliseconds; null when there was none. */
  readonly heardAtMs: number | null;
  readonly hostName: string;
}

/** Why no reading comes, and from when the table is. */
export function Away({ trouble, heardAtMs, hostName }: AwayProps) {
  const { failure, kind } = trouble;
  const age = useNowText((nowMs) => (heardAtMs === null ? '' : formatDuration((nowMs - heardAtMs) / 1000)));
  return (
    <span className="process-away">
      <StateMark state={kind === 'retried' ? 'reconnecting' : 'disconnected'} />
      <span>
        <span role="status">{hostName} is away.</span> {age !== '' && <>This is how it was {age} ago. </>}
        <span className="dim">{kind === 'retried' ? 'Berth keeps trying.' : failure.nextStep}</span>
      </span>
    </span>
  );
}

/** Before the first reading. */
export function NoProcesses() {
  return (
    <div className="empty process-empty">
      <Waiting words="Reading the processes of the server…" />
      <p>
        What runs for each repository comes first, then what Berth runs for itself, then everything else. Nothing of it
        is read while nobody looks.
      </p>
    </div>
  );
}
