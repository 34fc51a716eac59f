import { fail, type Result, succeed } from '../../contract/failure.ts';
import { type Session, sessionId } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { cleanLine } from '../remote/untrusted.ts';
import type { SessionsScope } from './session-parts.ts';

/** No session of the host is meant by that. */
export function sessionNotFound(reference: string) {
  return fail(
    'session-not-found',
    'input',
    `There is no session "${cleanLine(reference, 120)}" on this server.`,
    'List the sessions and use one of their titles or ids.',
  );
}

/** The session that a reference means; an id goes before a title, and a title that several have means none. */
export function pickSession(sessions: readonly Session[], reference: string): Result<Session> {
  const byId = sessions.find(({ id }) => id === reference);
  if (byId !== undefined) return succeed(byId);
  const byTitle = sessions.filter(({ title }) => title === reference);
  const [only] = byTitle;
  if (only === undefined) return sessionNotFound(reference);
  if (byTitle.length === 1) return succeed(only);
  return fail(
    'invalid-input',
    'input',
    `There are ${byTitle.length} sessions with the title "${cleanLine(reference, 120)}".`,
    `Use one of these ids: ${byTitle.map(({ id }) => id).join(', ')}.`,
  );
}

/** Finds a session of a host by its id or title. */
export async function findSession(
  { watcherOf }: SessionsScope,
  host: Host,
  reference: string,
): Promise<Result<Session>> {
  const listed = await watcherOf(host).list();
  return listed.ok ? pickSession(listed.value.sessions, reference) : listed;
}

/** Asks a host about a session; whoever names it by its id, as pages do, needs one question only. */
export async function askOfSession<T>(
  scope: SessionsScope,
  host: Host,
  reference: string,
  ask: (id: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (sessionId.safeParse(reference).success) {
    const answer = await ask(reference);
    if (answer.ok || answer.failure.kind !== 'session-not-found') return answer;
  }
  const found = await findSession(scope, host, reference);
  return found.ok ? await ask(found.value.id) : found;
}
