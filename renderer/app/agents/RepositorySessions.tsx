import { useStore } from 'zustand';
import { SessionMark } from '../../features/agents/SessionMark.tsx';
import { loudestState } from '../../features/agents/session-groups.ts';
import { stateWords } from '../../features/agents/session-words.ts';
import { countOf } from '../../lib/format.ts';
import { showSection } from '../model/layout-state.ts';
import { openSession } from '../model/session-flow.ts';
import { useBerth } from '../use-berth.ts';
import './repository-sessions.css';

interface RepositorySessionsProps {
  readonly profileId: string;
  readonly instanceId: string;
}

/** How many terminals and agents a repository has, and the state of the one that matters most; leads to them. */
export function RepositorySessions({ profileId, instanceId }: RepositorySessionsProps) {
  const app = useBerth();
  const { layout } = app;
  // A text, so that a reading that changes nothing here draws nothing here.
  const found = useStore(app.sessions.store, (state) => {
    const own = state[profileId]?.list?.sessions.filter((session) => session.instanceId === instanceId) ?? [];
    const loudest = loudestState(own);
    return loudest === null ? '' : `${loudest} ${own.length} ${own.length === 1 ? own[0]?.id : ''}`;
  });
  if (found === '') return null;
  const [loudest, count, only] = found.split(' ') as [keyof typeof stateWords, string, string];
  const words = `${countOf(Number(count), 'session')}, ${count === '1' ? '' : 'one '}${stateWords[loudest]}`;
  return (
    <button
      type="button"
      className="repository-sessions num"
      title={words}
      aria-label={words}
      onClick={() => {
        if (only !== '') openSession(app, profileId, only);
        else layout.setState((state) => showSection(state, profileId, 'sessions'), true);
      }}
    >
      <SessionMark state={loudest} />
      {count}
    </button>
  );
}
