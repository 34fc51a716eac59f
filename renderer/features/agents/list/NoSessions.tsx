import type { SessionKeeping } from '../../../../main/contract/session-words.ts';
import { Button } from '../../../ui/Button.tsx';
import type { SessionTools } from './SessionsCard.tsx';

interface NoSessionsProps {
  readonly keeping: SessionKeeping;
  readonly isLinked: boolean;
  readonly tools: SessionTools;
}

/** What terminals and agents are good for, where there is none yet. */
export function NoSessions({ keeping, isLinked, tools }: NoSessionsProps) {
  if (keeping.tmuxVersion === null) {
    return (
      <div className="empty">
        <h2>This server has no tmux</h2>
        <p>
          Terminals and agents that go on without a link need it. Until it is installed there are plain shells: they end
          with the link, and so does what runs in them.
        </p>
        <div className="problem-actions">
          <Button look="primary" disabled={!isLinked} onClick={tools.checkUp}>
            Check up…
          </Button>
          <Button disabled={!isLinked} onClick={tools.plainShell}>
            Open a plain shell
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>Nothing runs here yet</h2>
      <p>
        A terminal that is started here goes on when the link is lost, when Berth is closed, and while this computer
        sleeps. An agent, such as Claude Code, works in one the same way: several side by side, each in its own worktree
        if you like. Berth tells when one waits for you, and you can answer without opening it.
      </p>
      <div className="problem-actions">
        <Button look="primary" disabled={!isLinked} onClick={() => tools.newAgent(null)}>
          New agent…
        </Button>
        <Button disabled={!isLinked} onClick={() => tools.newTerminal(null)}>
          New terminal
        </Button>
        <Button look="quiet" onClick={tools.presets}>
          Presets…
        </Button>
      </div>
    </div>
  );
}
