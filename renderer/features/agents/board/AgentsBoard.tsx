import { Ellipsis } from 'lucide-react';
import type { Session, SessionState } from '../../../../main/contract/session-words.ts';
import { useNowText } from '../../../lib/use-now.ts';
import { DropMenu } from '../../../ui/DropMenu.tsx';
import { QuickActions } from '../list/QuickActions.tsx';
import { SessionOutcome } from '../list/SessionOutcome.tsx';
import { sessionMenu } from '../list/session-menu.ts';
import { SessionMark } from '../SessionMark.tsx';
import { boardOrder } from '../session-groups.ts';
import type { SessionHands } from '../session-hands.ts';
import { doingWords, lastingWords, programOf, sourceWords, troubleWords } from '../session-words.ts';
import type { SessionOperation } from '../sessions-model.ts';
import '../list/sessions.css';
import './board.css';

/** An agent and the host that it runs on. */
export interface BoardAgent {
  readonly profileId: string;
  readonly hostName: string;
  readonly session: Session;
  readonly operation: SessionOperation | null;
}

interface AgentsBoardProps {
  readonly agents: readonly BoardAgent[];
  readonly handsOf: (profileId: string) => SessionHands;
}

const columnNames: Readonly<Record<SessionState, string>> = {
  waiting: 'Wait for you',
  working: 'Working',
  done: 'Done',
  dead: 'Ended',
  unknown: 'State unknown',
};

/** The agents of all linked servers by what they do; who waits comes first. */
export function AgentsBoard({ agents, handsOf }: AgentsBoardProps) {
  const columns = boardOrder
    .map((state) => ({ state, members: agents.filter(({ session }) => session.state === state) }))
    .filter(({ members }) => members.length > 0);
  return (
    <section className="card" aria-labelledby="agents-title">
      <div className="card-head">
        <h2 id="agents-title">Agents</h2>
        <span className="faint num">{agents.length}</span>
      </div>
      <div className="board">
        {columns.map(({ state, members }) => (
          <section key={state} className="board-column" aria-label={columnNames[state]} data-state={state}>
            <h3>
              <SessionMark state={state} /> {columnNames[state]} <span className="faint num">{members.length}</span>
            </h3>
            <ul>
              {members.map((agent) => (
                <BoardItem
                  key={`${agent.profileId} ${agent.session.id}`}
                  agent={agent}
                  hands={handsOf(agent.profileId)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

interface BoardItemProps {
  readonly agent: BoardAgent;
  readonly hands: SessionHands;
}

function BoardItem({ agent, hands }: BoardItemProps) {
  const { profileId, hostName, session, operation } = agent;
  const lasting = useNowText((nowMs) => lastingWords(session, nowMs));
  const { id, title, repository, state, stateSource, stateDetail, trouble } = session;
  const isDisabled = operation?.isRunning === true;
  return (
    <li className="board-item" data-testid={`board-${profileId}-${id}`}>
      <p className="board-title">
        <button type="button" className="session-link cut" onClick={() => hands.show(session)}>
          {title}
        </button>
        <span className="num faint">{lasting}</span>
      </p>
      <p className="cut dim">{[repository, hostName].filter((word) => word !== null).join(' · ')}</p>
      <p className="cut faint">
        {state === 'dead' ? doingWords(session) : sourceWords[stateSource]} · {programOf(session)}
      </p>
      {stateDetail !== null && <p className="board-detail">{stateDetail}</p>}
      {trouble !== null && <p className="warn">{troubleWords(trouble)}</p>}
      <span className="board-buttons">
        <QuickActions session={session} isDisabled={isDisabled} hands={hands} />
        <DropMenu label={`More for ${title}`} entries={sessionMenu(session, hands, isDisabled)}>
          <Ellipsis size={15} aria-hidden="true" />
        </DropMenu>
      </span>
      {operation !== null && <SessionOutcome session={session} operation={operation} hands={hands} />}
    </li>
  );
}
