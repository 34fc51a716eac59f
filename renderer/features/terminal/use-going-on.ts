import { useEffect, useRef } from 'react';
import type { Attachment, AttachPhase } from './attachment.ts';

/** So long after a session was resumed, the end of its view is that of the program before, milliseconds. */
const lateEndMs = 5_000;

/**
 * Attaches anew where that is what somebody wants without a click: the link that was ended is there again, or the session was
 * resumed. The answer resumes it; it tells whether that went well.
 */
export function useGoingOn(
  attachment: Attachment | null,
  phase: AttachPhase,
  isLinked: boolean,
  onResume: (() => Promise<boolean>) | undefined,
): (() => Promise<boolean>) | undefined {
  const wasLinked = useRef(isLinked);
  const resumedAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const isBack = isLinked && !wasLinked.current;
    wasLinked.current = isLinked;
    const known = attachment?.store.getState().phase;
    if (isBack && (known?.kind === 'failed' || (known?.kind === 'away' && !known.isRetried))) attachment?.again();
  }, [isLinked, attachment]);
  useEffect(() => {
    // The end of the view of before may be told after the session goes on.
    if (phase.kind === 'closed' && performance.now() - resumedAtMs.current < lateEndMs) attachment?.again();
  }, [phase.kind, attachment]);
  if (onResume === undefined) return undefined;
  return async () => {
    const isResumed = await onResume();
    if (isResumed) resumedAtMs.current = performance.now();
    if (isResumed && attachment?.store.getState().phase.kind === 'closed') attachment.again();
    return isResumed;
  };
}
