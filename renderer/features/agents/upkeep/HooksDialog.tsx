import { useEffect, useState } from 'react';
import type { AgentKind } from '../../../../main/contract/session-words.ts';
import type { HookStatus } from '../../../../main/contract/sessions.ts';
import type { Answer, Problem } from '../../../api/problem.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { agentNames } from '../agent-names.ts';
import type { SessionsModel } from '../sessions-model.ts';
import './upkeep.css';

interface HooksDialogProps {
  readonly model: Pick<SessionsModel, 'hooks' | 'configureHooks'>;
  readonly profileId: string;
  readonly hostName: string;
  readonly onClose: () => void;
}

const words: Readonly<Record<HookStatus['state'], string>> = {
  installed: 'tells Berth what it does',
  outdated: 'has hooks of another version of Berth',
  missing: 'tells nothing; Berth reads its screen',
  unsupported: 'has no hooks that Berth knows; Berth reads its screen',
};

/** Which agents on a host tell Berth what they do, by lines in their own settings that come and go with a button. */
export function HooksDialog({ model, profileId, hostName, onClose }: HooksDialogProps) {
  const [hooks, setHooks] = useState<readonly HookStatus[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<AgentKind | null>(null);
  const [tries, setTries] = useState(0);
  const take = (answer: Answer<HookStatus[]>) => {
    if (answer.ok) setHooks(answer.value);
    setProblem(answer.ok ? null : answer.failure);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    let isShown = true;
    void model.hooks(profileId).then((answer) => {
      if (isShown) take(answer);
    });
    return () => {
      isShown = false;
    };
  }, [model, profileId, tries]);
  const configure = async (agent: AgentKind, isInstalled: boolean) => {
    setBusy(agent);
    take(await model.configureHooks(profileId, agent, isInstalled));
    setBusy(null);
  };
  return (
    <Dialog title={`What agents on ${hostName} tell Berth`} isOpen onClose={onClose} width={600}>
      <p className="dim">
        A hook is a line in an agent’s own settings that tells Berth when it works, waits or is done: at once, and
        without guessing. It counts for agents that are started afterwards.
      </p>
      {problem !== null && (
        <ProblemCard
          title={hooks === null ? 'Reading the hooks failed' : 'Changing the hooks failed'}
          problem={problem}
        >
          <Button look="primary" onClick={() => setTries(tries + 1)}>
            Look again
          </Button>
        </ProblemCard>
      )}
      {hooks === null && problem === null && <Waiting words="Reading the agents’ settings on the server…" />}
      {hooks !== null && (
        <ul className="hooks">
          {hooks.map(({ agent, state, file }) => (
            <li key={agent} data-state={state} data-testid={`hooks-${agent}`}>
              <div className="hooks-words">
                <p>
                  <b>{agentNames[agent]}</b>{' '}
                  <span className={state === 'outdated' ? 'warn' : 'dim'}>{words[state]}</span>
                </p>
                {file !== null && <p className="mono faint">{file}</p>}
              </div>
              {state !== 'unsupported' && (
                <span className="hooks-buttons">
                  {state !== 'installed' && (
                    <Button
                      isSmall
                      isBusy={busy !== null}
                      aria-label={`${state === 'outdated' ? 'Update' : 'Install'} the hooks of ${agentNames[agent]}`}
                      onClick={() => void configure(agent, true)}
                    >
                      {busy === agent ? 'Changing…' : state === 'outdated' ? 'Update' : 'Install'}
                    </Button>
                  )}
                  {state !== 'missing' && (
                    <Button
                      isSmall
                      look="quiet"
                      isBusy={busy !== null}
                      aria-label={`Remove the hooks of ${agentNames[agent]}`}
                      onClick={() => void configure(agent, false)}
                    >
                      {busy === agent && state === 'installed' ? 'Changing…' : 'Remove'}
                    </Button>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
