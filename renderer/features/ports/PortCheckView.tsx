import { countOf } from '../../lib/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import type { PortCheck } from './ports-model.ts';

interface PortCheckViewProps {
  readonly check: PortCheck | null;
  readonly onCheck: () => void;
  readonly onDismiss: () => void;
}

/** What a check put right. */
export function PortCheckView({ check, onCheck, onDismiss }: PortCheckViewProps) {
  if (check === null || check.phase === 'running') return null;
  if (check.phase === 'failed') {
    return (
      <div className="port-check">
        <ProblemCard title="The check failed" problem={check.problem} detailLabel="Show details">
          <Button look="primary" onClick={onCheck}>
            Try again
          </Button>
        </ProblemCard>
      </div>
    );
  }
  const { changes } = check;
  return (
    <div className="port-check">
      <Notice tone="good" isLive>
        <div className="port-check-head">
          <span>
            {changes.length === 0
              ? 'Checked: claims and records agree with what runs here.'
              : `${countOf(changes.length, 'thing')} put right:`}
          </span>
          <Button isSmall look="quiet" onClick={onDismiss}>
            Close
          </Button>
        </div>
        {changes.length > 0 && (
          // A list that scrolls must be reachable by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable region
          <ul tabIndex={0} aria-label="What was put right">
            {changes.map(({ target, message }) => (
              <li key={`${target} ${message}`}>
                <span className="mono">{target}</span> <span className="dim">{message}</span>
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  );
}
