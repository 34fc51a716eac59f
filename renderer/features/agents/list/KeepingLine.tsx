import type { SessionList } from '../../../../main/contract/session-words.ts';
import { Button } from '../../../ui/Button.tsx';

interface KeepingLineProps {
  readonly list: SessionList;
  readonly isLinked: boolean;
  readonly onCheckUp: () => void;
  readonly onLimits: () => void;
}

/** What keeps the sessions of a host alive and within limits, and what to do where something does not. */
export function KeepingLine({ list, isLinked, onCheckUp, onLimits }: KeepingLineProps) {
  const { keeping, settings, agentCount, agentCountOfAll } = list;
  const { message, nextStep, outlivesLogout, limitsMemory, tmuxVersion } = keeping;
  const isEndangered = nextStep !== null;
  const others = agentCountOfAll - agentCount;
  return (
    <div className="keeping" data-endangered={isEndangered} data-testid="keeping">
      <p className="keeping-words">
        <span className={isEndangered ? 'warn' : undefined}>{message}</span>
        {nextStep !== null && <span className="dim"> {nextStep}</span>}
      </p>
      {isEndangered && (
        <Button isSmall disabled={!isLinked} onClick={onCheckUp}>
          Check up…
        </Button>
      )}
      <ul className="keeping-facts num">
        <li>{tmuxVersion === null ? 'no tmux' : `tmux ${tmuxVersion}`}</li>
        <li>{logoutWords(outlivesLogout)}</li>
        <li>{limitsMemory ? 'memory limits hold' : 'memory limits do not hold'}</li>
        <li>
          <button type="button" className="link-button" disabled={!isLinked} onClick={onLimits}>
            {agentCount} of {settings.mostAgents} agents
          </button>
          {others > 0 && `, ${others} of other users`}
        </li>
      </ul>
    </div>
  );
}

function logoutWords(outlivesLogout: boolean | null): string {
  if (outlivesLogout === null) return 'not known whether they outlive a logout';
  return outlivesLogout ? 'outlive a logout' : 'end with the last logout';
}
