import type { Problem } from '../../api/problem.ts';
import { countOf, formatDuration } from '../../lib/format.ts';
import { isHardStop, isQuestion, type LinkView } from './link-view.ts';

/** A link that was heard within this time needs no word about it: keepalives come that far apart. */
const noteworthySilenceMs = 15_000;

/** A silence that is worth a word, as "last heard 18 s ago"; null while the host is heard as usual. */
export function silenceWords(heardAtMs: number | null, nowMs: number): string | null {
  if (heardAtMs === null || nowMs - heardAtMs <= noteworthySilenceMs) return null;
  return `last heard ${formatDuration((nowMs - heardAtMs) / 1000)} ago`;
}

/** When a lost link is tried again: "next try in 8 s", or that it is being tried. */
export function nextTryWords(nextAttemptAtMs: number | null, nowMs: number): string {
  const seconds = nextAttemptAtMs === null ? 0 : Math.ceil((nextAttemptAtMs - nowMs) / 1000);
  return seconds > 0 ? `next try in ${formatDuration(seconds)}` : 'trying now';
}

/** The state of a link in a few words, for the line beside the host's name. */
export function linkLineWords(view: LinkView, nowMs: number): string {
  switch (view.kind) {
    case 'connected': {
      const trip = view.roundTripMs === null ? '' : ` · ${Math.max(1, Math.round(view.roundTripMs))} ms`;
      const silence = silenceWords(view.heardAtMs, nowMs);
      return silence === null ? `linked${trip}` : `linked · ${silence}`;
    }
    case 'reconnecting': {
      if (view.isAsked) return 'the server asks you';
      const tried = view.attemptCount < 2 ? '' : ` · ${countOf(view.attemptCount, 'try', 'tries')} so far`;
      return `reconnecting · ${nextTryWords(view.nextAttemptAtMs, nowMs)}${tried}`;
    }
    case 'connecting':
      return view.isAsked ? 'the server asks you' : 'connecting';
    case 'failed':
      return `not linked · ${failedWords(view.problem)}`;
    case 'disconnected':
      return 'not linked';
  }
}

/** Why a link could not be made, as a predicate of a sentence that begins with the host's name. */
export function failedWords(problem: Problem): string {
  if (isHardStop(problem)) return 'shows a key that is not trusted';
  if (isQuestion(problem)) return 'asks you something';
  return problem.stage === 'auth' ? 'did not let you in' : 'could not be reached';
}
