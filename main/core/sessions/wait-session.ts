import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Session, SessionState } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { isLinkTried } from '../until-linked.ts';
import { findSession, sessionNotFound } from './find-session.ts';
import { mayBeOldForMs } from './old-states.ts';
import type { SessionsScope } from './session-parts.ts';

/** What is waited for, and how long. */
export interface WaitRequest {
  readonly reference: string;
  readonly states: readonly SessionState[];
  readonly timeoutSeconds: number;
}

const timedOut = ({ title, state }: Session, seconds: number) =>
  fail(
    'timed-out',
    'session',
    `"${title}" is still ${state} after ${seconds} s.`,
    'Look at its screen, or wait for longer.',
  );

/** A host that answered too late, or not at all, may do so with the next reading. */
const isPassing = ({ kind }: Failure) => kind === 'link-lost' || kind === 'timed-out' || kind === 'busy';

/** Until a look that failed is tried again. */
const againMs = 1_000;

/**
 * Waits on the readings of the host until a session is in one of some states. A link that is away is waited for too, and one
 * that was just spoken to has its time to take that up: the state from before is not its answer.
 */
export async function waitForSession(
  scope: SessionsScope,
  host: Host,
  { reference, states, timeoutSeconds }: WaitRequest,
  signal: AbortSignal,
): Promise<Result<Session>> {
  const found = await findSession(scope, host, reference);
  if (!found.ok) return found;
  const watcher = scope.watcherOf(host);
  let last = found.value;
  let workedSinceMs: number | null = null;
  const oldForMs = () => {
    const moments = watcher.momentsOf(last.id);
    if (last.state === 'working') workedSinceMs = moments.sentAtMs;
    return mayBeOldForMs(last, moments, workedSinceMs);
  };
  if (states.includes(last.state) && oldForMs() === 0) return found;
  return await new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const end = (outcome: Result<Session>) => {
      for (const one of ends.splice(0)) one();
      resolve(outcome);
    };
    const giveUp = (reason: unknown) => {
      for (const one of ends.splice(0)) one();
      reject(reason);
    };
    const onAbort = () => giveUp(signal.reason);
    let callOffLook = () => {};
    const see = (sessions: readonly Session[]) => {
      const now = sessions.find(({ id }) => id === last.id);
      if (now === undefined) {
        end(sessionNotFound(last.title));
        return;
      }
      last = now;
      const leftMs = oldForMs();
      callOffLook();
      if (!states.includes(now.state)) return;
      if (leftMs === 0) end(succeed(now));
      // A list that is as before is told to nobody, so this one asks for itself.
      else callOffLook = scope.clock.after(leftMs, lookAgain);
    };
    const lookAgain = () => {
      watcher.list().then((listed) => {
        if (ends.length === 0) return;
        if (listed.ok) see(listed.value.sessions);
        // What went wrong is heard by the watch too, and may pass.
        else callOffLook = scope.clock.after(againMs, lookAgain);
      }, giveUp);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    ends.push(
      () => signal.removeEventListener('abort', onAbort),
      () => callOffLook(),
      scope.clock.after(timeoutSeconds * 1000, () => end(timedOut(last, timeoutSeconds))),
      host.link.onDidChangeStatus(({ state, failure }) => {
        if (!isLinkTried(state)) end({ ok: false, failure: failure ?? linkGone() });
      }),
      watcher.watch((news) => {
        if (news.type === 'failed') {
          if (!isPassing(news.failure)) end({ ok: false, failure: news.failure });
          return;
        }
        see(news.list.sessions);
      }),
    );
  });
}

const linkGone = () =>
  fail(
    'disconnected',
    'session',
    'The server was disconnected while it was waited for.',
    'Connect it, then wait again.',
  ).failure;
