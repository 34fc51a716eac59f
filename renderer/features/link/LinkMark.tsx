import { StateMark } from '../../ui/StateMark.tsx';
import type { LinkView } from './link-view.ts';

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
      return 'reconnecting';
    case 'connecting':
      return 'connecting';
    case 'failed':
      return isTrustProblem(view.problem.kind) ? 'key changed' : view.isAsking ? 'asks you' : 'failed';
    case 'disconnected':
      return 'not linked';
  }
}

const isTrustProblem = (kind: string) => kind === 'host-key-changed' || kind === 'host-key-revoked';
