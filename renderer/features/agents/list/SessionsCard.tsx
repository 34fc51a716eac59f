import { Ellipsis } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { ProblemCard } from '../../../ui/ProblemCard.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { sessionGroups, waitingCount } from '../session-groups.ts';
import type { SessionHands } from '../session-hands.ts';
import type { HostSessions } from '../sessions-model.ts';
import { KeepingLine } from './KeepingLine.tsx';
import { NoSessions } from './NoSessions.tsx';
import { SessionLine } from './SessionLine.tsx';
import './sessions.css';

/** What is done with all sessions of a host, and how new ones begin; null as an id is the host itself. */
export interface SessionTools {
  readonly newAgent: (instanceId: string | null) => void;
  readonly newTerminal: (instanceId: string | null) => void;
  /** A shell without tmux, which ends with the link. */
  readonly plainShell: () => void;
  readonly presets: () => void;
  readonly hooks: () => void;
  readonly limits: () => void;
  readonly checkUp: () => void;
  readonly retry: () => void;
}

interface SessionsCardProps {
  readonly host: HostSessions | undefined;
  readonly hostName: string;
  /** False while the link is down: what is shown is from before. */
  readonly isLinked: boolean;
  readonly hands: SessionHands;
  readonly tools: SessionTools;
}

/** The terminals and agents of a host, by repository. */
export function SessionsCard({ host, hostName, isLinked, hands, tools }: SessionsCardProps) {
  const list = host?.list ?? null;
  const failure = host?.failure ?? null;
  const sessions = list?.sessions;
  const groups = useMemo(() => sessionGroups(sessions ?? [], hostName), [sessions, hostName]);
  const waiting = waitingCount(sessions ?? []);
  return (
    <section className="card session-card" aria-labelledby="sessions-title">
      <div className="card-head">
        <h2 id="sessions-title">Terminals and agents</h2>
        <span className="faint num" role="status">
          {countWords(sessions?.length ?? null, waiting)}
        </span>
        <span className="end session-tools">
          <Button isSmall look="primary" disabled={!isLinked} onClick={() => tools.newAgent(null)}>
            New agent…
          </Button>
          <Button isSmall disabled={!isLinked} onClick={() => tools.newTerminal(null)}>
            New terminal
          </Button>
          <DropMenu
            label="More about terminals and agents"
            entries={[
              { label: 'Presets…', key: 'p', onSelect: tools.presets },
              { label: 'What agents tell Berth…', key: 'h', isDisabled: !isLinked, onSelect: tools.hooks },
              { label: 'How many at most…', key: 'l', isDisabled: !isLinked, onSelect: tools.limits },
              {
                label: 'Plain shell, without tmux',
                key: 's',
                isGroupStart: true,
                isDisabled: !isLinked,
                onSelect: tools.plainShell,
              },
            ]}
          >
            <Ellipsis size={15} aria-hidden="true" />
          </DropMenu>
        </span>
      </div>
      {failure !== null && (
        <div className="card-problem">
          <ProblemCard title="Listing the terminals and agents failed" problem={failure}>
            <Button look="primary" onClick={tools.retry}>
              Try again
            </Button>
          </ProblemCard>
        </div>
      )}
      {list === null && failure === null && (
        <div className="card-note">
          <Waiting words={isLinked ? 'Asking the server what runs…' : 'Not linked; nothing is known yet.'} />
        </div>
      )}
      {list !== null && (
        <KeepingLine list={list} isLinked={isLinked} onCheckUp={tools.checkUp} onLimits={tools.limits} />
      )}
      {list !== null && list.sessions.length === 0 && (
        <NoSessions keeping={list.keeping} isLinked={isLinked} tools={tools} />
      )}
      {groups.map(({ instanceId, name, sessions: members }) => (
        <section key={instanceId ?? name} className="session-group" aria-label={name}>
          <div className="session-group-head">
            <h3 className="cut">{name}</h3>
            <Button
              isSmall
              look="quiet"
              disabled={!isLinked}
              aria-label={`New agent in ${name}`}
              onClick={() => tools.newAgent(instanceId)}
            >
              New agent…
            </Button>
            <Button
              isSmall
              look="quiet"
              disabled={!isLinked}
              aria-label={`New terminal in ${name}`}
              onClick={() => tools.newTerminal(instanceId)}
            >
              New terminal
            </Button>
          </div>
          <ul>
            {members.map((session) => (
              <SessionLine
                key={session.id}
                session={session}
                operation={host?.operations[session.id] ?? null}
                isLinked={isLinked}
                hands={hands}
              />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function countWords(count: number | null, waiting: number): string {
  if (count === null) return '';
  return waiting === 0 ? String(count) : `${count} · ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for you`;
}
