import type { Session, SessionState } from '../../../main/contract/session-words.ts';

/** The sessions of one repository, or of the host itself. */
export interface SessionGroup {
  /** Id of the instance; null for those of the host. */
  readonly instanceId: string | null;
  readonly name: string;
  readonly sessions: readonly Session[];
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Sessions by their repositories, those of the host last. Within a group the oldest comes first: a state that changes moves
 * nothing under the pointer.
 */
export function sessionGroups(sessions: readonly Session[], hostName: string): readonly SessionGroup[] {
  const groups = new Map<string, { instanceId: string | null; name: string; sessions: Session[] }>();
  for (const session of sessions) {
    const { instanceId, repository } = session;
    const key = instanceId ?? repository ?? '';
    const group = groups.get(key) ?? { instanceId, name: repository ?? hostName, sessions: [] };
    group.sessions.push(session);
    groups.set(key, group);
  }
  const isOfHost = ({ instanceId, sessions: [first] }: SessionGroup) =>
    instanceId === null && first?.repository == null;
  return [...groups.values()]
    .map((group) => ({
      ...group,
      sessions: group.sessions.toSorted((one, other) => one.startedAtMs - other.startedAtMs),
    }))
    .sort((one, other) => Number(isOfHost(one)) - Number(isOfHost(other)) || collator.compare(one.name, other.name));
}

/** How many wait for somebody. */
export function waitingCount(sessions: readonly Session[]): number {
  return sessions.filter(({ state }) => state === 'waiting').length;
}

/** From what needs somebody to what needs nobody. */
const urgency: readonly SessionState[] = ['waiting', 'working', 'dead', 'done', 'unknown'];

/** The state that says most about several sessions; null when there is none. */
export function loudestState(sessions: readonly Session[]): SessionState | null {
  return urgency.find((state) => sessions.some((session) => session.state === state)) ?? null;
}

/** The order of a board: who waits comes first. */
export const boardOrder: readonly SessionState[] = ['waiting', 'working', 'done', 'dead', 'unknown'];
