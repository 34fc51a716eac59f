import type { Session } from '../../../../main/contract/session-words.ts';
import { formatBytes } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { SessionMark } from '../SessionMark.tsx';
import { doingWords } from '../session-words.ts';

interface FullHostProps {
  readonly sessions: readonly Session[];
  readonly onStop: (session: Session) => void;
}

/** What could be stopped to make room for another agent, what does nothing and takes most first. */
export function FullHost({ sessions, onStop }: FullHostProps) {
  const running = sessions
    .filter(({ kind, state }) => kind === 'agent' && state !== 'dead')
    .toSorted(
      (one, other) =>
        Number(one.state === 'working') - Number(other.state === 'working') ||
        (other.memoryBytes ?? 0) - (one.memoryBytes ?? 0),
    );
  if (running.length === 0) return null;
  return (
    <section className="full-host" aria-label="What can be stopped instead">
      <h3>Stop one of these instead</h3>
      <ul>
        {running.map((session) => (
          <li key={session.id}>
            <SessionMark state={session.state} />
            <span className="full-host-name">
              <b className="cut">{session.title}</b>
              <span className="dim cut">{[session.repository, doingWords(session)].filter(Boolean).join(' · ')}</span>
            </span>
            <span className="num dim">{session.memoryBytes === null ? '' : formatBytes(session.memoryBytes)}</span>
            <Button isSmall onClick={() => onStop(session)} aria-label={`Stop ${session.title}…`}>
              Stop…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
