import type { Session } from '../../contract/session-words.ts';

/** By then an agent has shown, or told by a hook, that it works on what it was sent; a shell has begun it. */
const settleMs = { agent: 5_000, terminal: 1_000 } as const;

/** When a session was spoken to last, and when that was told; both by the clock of its host, null when never or unknown. */
export interface Moments {
  readonly sentAtMs: number | null;
  readonly toldAtMs: number | null;
}
export const noMoments: Moments = { sentAtMs: null, toldAtMs: null };

/**
 * For how many milliseconds yet a state that rests may be the one from before somebody spoke to the session; 0 when it is not.
 * `workedSinceMs` is the moment of the text that the session was seen to work on.
 */
export function mayBeOldForMs(
  { state, stateSource, stateSinceMs, kind }: Session,
  { sentAtMs, toldAtMs }: Moments,
  workedSinceMs: number | null,
): number {
  if ((state !== 'done' && state !== 'waiting') || sentAtMs === null || toldAtMs === null) return 0;
  if (workedSinceMs === sentAtMs) return 0;
  // Only a hook knows the moment itself; all else tells when it was noticed.
  if (stateSource === 'hook' && stateSinceMs !== null && stateSinceMs > sentAtMs) return 0;
  const agoMs = toldAtMs - sentAtMs;
  // A clock that was set back says nothing about how long ago it was.
  return agoMs < 0 ? 0 : Math.max(0, settleMs[kind] - agoMs);
}
