import type { LinkView } from '../../features/link/link-view.ts';

/** The sentence about a host whose link is down while its last known state is on the page. */
export function StaleLead({ view }: { readonly view: LinkView }) {
  return (
    <p className="warn num" data-testid="attention" data-level="stale">
      <span role="status">{words(view)}</span> What you see is the last known state; everything on the server keeps
      running.
    </p>
  );
}

function words({ kind }: LinkView): string {
  if (kind === 'connecting') return 'Connecting again…';
  return kind === 'reconnecting' ? 'The link was lost; it is being restored.' : 'Not linked.';
}
