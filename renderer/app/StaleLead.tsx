import type { LinkView } from '../features/link/link-view.ts';
import { formatDuration } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';

/** The sentence about a host whose link is down while its last known state is on the page. */
export function StaleLead({ view }: { readonly view: LinkView }) {
  const nowMs = useNow();
  return (
    <p className="warn num" data-testid="attention" data-level="stale">
      {/* Only the words are announced; a countdown read aloud every second would drown everything else. */}
      <span role="status">{words(view)}</span> {wait(view, nowMs)} What you see is the last known state; everything on
      the server keeps running.
    </p>
  );
}

function words({ kind }: LinkView): string {
  if (kind === 'connecting') return 'Connecting again…';
  return kind === 'reconnecting' ? 'The link was lost;' : 'Not linked.';
}

function wait(view: LinkView, nowMs: number): string {
  if (view.kind !== 'reconnecting') return '';
  const seconds = view.nextAttemptAtMs === null ? 0 : Math.ceil((view.nextAttemptAtMs - nowMs) / 1000);
  return seconds > 0 ? `trying again in ${formatDuration(seconds)}.` : 'trying again…';
}
