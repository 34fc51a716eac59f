import type { HostStatus } from '../../../main/contract/hosts.ts';
import type { Problem } from '../../api/problem.ts';

/** What the user's own attempt to connect is doing; null when there is none. */
export type Attempt =
  | { readonly phase: 'connecting'; readonly sinceMs: number }
  | { readonly phase: 'asking'; readonly problem: Problem }
  | { readonly phase: 'failed'; readonly problem: Problem };

/** What the page shows of a link. `isAsked` while the host waits for answers to a login question. */
export type LinkView =
  | { readonly kind: 'connected'; readonly roundTripMs: number | null; readonly heardAtMs: number | null }
  | {
      readonly kind: 'reconnecting';
      /** Null while an attempt is under way. */
      readonly nextAttemptAtMs: number | null;
      readonly attemptCount: number;
      readonly sinceMs: number;
      readonly isAsked: boolean;
      /** Why nobody is reached who was not heard yet; null for a link that was lost. */
      readonly unheard: Problem | null;
    }
  | { readonly kind: 'connecting'; readonly sinceMs: number; readonly isAsked: boolean }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly isAsking: boolean }
  | { readonly kind: 'disconnected'; readonly sinceMs: number | null };

/** Joins the link's state with the user's own attempt: a link that is up wins, then the attempt, then the state. */
export function linkView(status: HostStatus | undefined, attempt: Attempt | undefined): LinkView {
  if (status?.state === 'connected') {
    return { kind: 'connected', roundTripMs: status.roundTripMs, heardAtMs: status.lastHeardAtMs };
  }
  const isAsked = status?.question != null;
  if (attempt?.phase === 'connecting') return { kind: 'connecting', sinceMs: attempt.sinceMs, isAsked };
  if (attempt !== undefined) {
    return { kind: 'failed', problem: attempt.problem, isAsking: attempt.phase === 'asking' };
  }
  if (status === undefined) return { kind: 'disconnected', sinceMs: null };
  const { state, sinceMs, nextAttemptAtMs, attemptCount, failure } = status;
  if (state === 'reconnecting') {
    const unheard = status.lastHeardAtMs === null ? failure : null;
    return { kind: 'reconnecting', nextAttemptAtMs, attemptCount, sinceMs, isAsked, unheard };
  }
  if (state === 'connecting') return { kind: 'connecting', sinceMs, isAsked };
  if (state === 'failed' && failure !== null) return { kind: 'failed', problem: failure, isAsking: false };
  return { kind: 'disconnected', sinceMs };
}

/** True for failures that the user answers in a dialog instead of reading a card. */
export function isQuestion(problem: Problem): boolean {
  return (
    (problem.kind === 'host-key-unknown' && problem.hostKey !== null) ||
    (problem.kind === 'secret-needed' && problem.secretKind !== null) ||
    isHardStop(problem)
  );
}

/** True for keys that stop everything: another one than before, or one that was withdrawn. */
export function isHardStop({ kind }: Problem): boolean {
  return kind === 'host-key-changed' || kind === 'host-key-revoked';
}
