import type { Problem } from '../../api/problem.ts';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';

interface TerminalProblemProps {
  readonly name: string;
  readonly problem: Problem;
  readonly onAgain: () => void;
  readonly onClose: () => void;
  /** Opens a shell without tmux. */
  readonly onShell: () => void;
  /** Opens the setup of the server, which installs tmux. */
  readonly onSetup: () => void;
}

/** Why a terminal cannot be attached, in its place. */
export function TerminalProblem({ name, problem, onAgain, onClose, onShell, onSetup }: TerminalProblemProps) {
  const isMissing = problem.kind === 'tmux-missing';
  const isGone = problem.kind === 'session-not-found' || problem.kind === 'session-ended';
  return (
    <div className="terminal-problem">
      <ProblemCard title={`Attaching ${name} failed`} problem={problem} detailLabel="Show details">
        {isMissing && (
          <>
            <Button look="primary" onClick={onSetup}>
              Install tmux…
            </Button>
            <Button onClick={onShell}>Open a plain shell</Button>
          </>
        )}
        <Button look={isMissing || isGone ? 'plain' : 'primary'} onClick={onAgain}>
          Try again
        </Button>
        {isGone && <Button onClick={onClose}>Close the tab</Button>}
      </ProblemCard>
    </div>
  );
}
