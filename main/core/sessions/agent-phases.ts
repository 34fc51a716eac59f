import type { Session, SessionState } from '../../contract/session-words.ts';

type Listener = (profileId: string) => void;

/** Tells of hosts on which an agent entered another state, as far as somebody looks at their sessions. */
export class AgentPhases {
  readonly #listeners = new Set<Listener>();
  readonly #known = new Map<string, ReadonlyMap<string, SessionState>>();

  /** Calls the listener with the profile of the host; the returned function ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what a host told last. The first list of it is no news. */
  see(profileId: string, sessions: readonly Session[]): void {
    const before = this.#known.get(profileId);
    const agents = sessions.filter(({ kind }) => kind === 'agent');
    this.#known.set(profileId, new Map(agents.map(({ id, state }) => [id, state])));
    if (before === undefined || !agents.some(({ id, state }) => before.has(id) && before.get(id) !== state)) return;
    for (const listener of this.#listeners) listener(profileId);
  }

  /** The profile leads elsewhere; what is told there first is no news either. */
  forget(profileId: string): void {
    this.#known.delete(profileId);
  }
}
