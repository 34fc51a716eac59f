import { StateMark } from '../../ui/StateMark.tsx';
import { isHardStop, isQuestion, type LinkView } from './link-view.ts';

/** The link's state as a shape. */
export function LinkMark({ view }: { readonly view: LinkView }) {
  return <StateMark state={view.kind} />;
}

/** The link's state in one or two words: its round trip while it is up. */
export function linkWord(view: LinkView): string {
  switch (view.kind) {
    case 'connected':
      return view.roundTripMs === null ? 'linked' : `${Math.max(1, Math.round(view.roundTripMs))} ms`;
    case 'reconnecting':
      return view.isAsked ? 'asks you' : 'reconnecting';
    case 'connecting':
      return view.isAsked ? 'asks you' : 'connecting';
    case 'failed':
      return failedWord(view);
    case 'disconnected':
      return 'not linked';
  }
}

function failedWord({ problem }: Extract<LinkView, { kind: 'failed' }>): string {
  if (problem.kind === 'host-key-revoked') return 'key revoked';
  if (isHardStop(problem)) return 'key changed';
  return isQuestion(problem) ? 'asks you' : 'failed';
}
