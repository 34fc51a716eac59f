import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Session, SessionState } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { isLinkTried } from '../until-linked.ts';
import { findSession, sessionNotFound } from './find-session.ts';
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

/** Waits on the readings of the host until a session is in one of some states. A link that is away is waited for too. */
export async function waitForSession(
  scope: SessionsScope,
  host: Host,
  { reference, states, timeoutSeconds }: WaitRequest,
  signal: AbortSignal,
): Promise<Result<Session>> {
  const found = await findSession(scope, host, reference);
  if (!found.ok) return found;
  let last = found.value;
  if (states.includes(last.state)) return found;
  return await new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const end = (outcome: Result<Session>) => {
      for (const one of ends.splice(0)) one();
      resolve(outcome);
    };
    const onAbort = () => {
      for (const one of ends.splice(0)) one();
      reject(signal.reason);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    ends.push(
      () => signal.removeEventListener('abort', onAbort),
      scope.clock.after(timeoutSeconds * 1000, () => end(timedOut(last, timeoutSeconds))),
      host.link.onDidChangeStatus(({ state, failure }) => {
        if (!isLinkTried(state)) end({ ok: false, failure: failure ?? linkGone() });
      }),
      scope.watcherOf(host).watch((news) => {
        if (news.type === 'failed') {
          if (!isPassing(news.failure)) end({ ok: false, failure: news.failure });
          return;
        }
        const now = news.list.sessions.find(({ id }) => id === last.id);
        if (now === undefined) {
          end(sessionNotFound(last.title));
          return;
        }
        last = now;
        if (states.includes(now.state)) end(succeed(now));
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
