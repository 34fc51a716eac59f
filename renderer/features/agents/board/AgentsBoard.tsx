import type { Session, SessionState } from '../../../../main/contract/session-words.ts';
import { useNowText } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/Button.tsx';
import { SessionMark } from '../SessionMark.tsx';
import { boardOrder } from '../session-groups.ts';
import type { SessionHands } from '../session-hands.ts';
import { doingWords, lastingWords, programOf, sourceWords } from '../session-words.ts';
import './board.css';

/** An agent and the host that it runs on. */
export interface BoardAgent {
  readonly profileId: string;
  readonly hostName: string;
  readonly session: Session;
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
              {members.map(({ profileId, hostName, session }) => (
                <BoardItem
                  key={`${profileId} ${session.id}`}
                  hostName={hostName}
                  session={session}
                  hands={handsOf(profileId)}
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
  readonly hostName: string;
  readonly session: Session;
  readonly hands: SessionHands;
}

function BoardItem({ hostName, session, hands }: BoardItemProps) {
  const lasting = useNowText((nowMs) => lastingWords(session, nowMs));
  const { title, repository, state, stateSource, stateDetail } = session;
  return (
    <li className="board-item">
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
      <Button
        isSmall
        look={state === 'waiting' ? 'accent' : 'plain'}
        aria-label={`${state === 'waiting' ? 'Answer' : 'Look at'} ${title}…`}
        onClick={() => hands.talk(session)}
      >
        {state === 'waiting' ? 'Answer…' : 'Look…'}
      </Button>
    </li>
  );
}
