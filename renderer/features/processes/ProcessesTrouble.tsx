import { formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard, type ShownProblem } from '../../ui/ProblemCard.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import type { HostProcesses } from './processes-model.ts';

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

interface TroubleProps {
  readonly host: HostProcesses;
  readonly trouble: ShownTrouble;
  readonly hostName: string;
  readonly onRetry: () => void;
}

/** Why no reading comes, and from when the table is. */
export function Trouble({ host, trouble, hostName, onRetry }: TroubleProps) {
  const { failure, kind } = trouble;
  const age = useNowText((nowMs) => (host.heardAtMs === null ? '' : formatDuration((nowMs - host.heardAtMs) / 1000)));
  if (kind === 'failed') {
    return (
      <div className="process-trouble">
        <ProblemCard title="Reading the processes failed" problem={failure} detailLabel="Show details">
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        </ProblemCard>
      </div>
    );
  }
  return (
    <div className="process-trouble process-away" role="status">
      <StateMark state={kind === 'retried' ? 'reconnecting' : 'disconnected'} />
      <p>
        {age === '' ? `${hostName} is away.` : `${hostName} is away; this is how it was ${age} ago.`}{' '}
        <span className="dim">
          {kind === 'retried' ? 'Berth keeps trying, and the table goes on by itself.' : failure.nextStep}
        </span>
      </p>
    </div>
  );
}

/** Before the first reading. */
export function NoProcesses() {
  return (
    <div className="empty process-empty">
      <Waiting words="Reading the processes of the server…" />
      <p>
        What runs for each repository comes first, then what Berth runs for itself, then everything else. Nothing of it is
        read while nobody looks.
      </p>
    </div>
  );
}
