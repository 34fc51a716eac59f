import { useStore } from 'zustand';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import { useBerth, useLinkView } from '../use-berth.ts';

/** A thin line while the link is down; the editor below goes on by itself once it is back. */
export function LinkNotice({ profileId, isPage }: { readonly profileId: string; readonly isPage: boolean }) {
  const { session, link } = useBerth();
  const sessionState = useStore(session.store);
  const view = useLinkView(profileId);
  const nowMs = useNow();
  if (view.kind === 'connected' && sessionState !== 'lost') return null;
  const wait = view.kind === 'reconnecting' ? view.nextAttemptAtMs : null;
  const seconds = wait === null ? 0 : Math.ceil((wait - nowMs) / 1000);
  const isTrying = view.kind === 'reconnecting' || view.kind === 'connecting' || sessionState === 'lost';
  const hasLost = sessionState === 'lost' || (view.kind === 'reconnecting' && view.unheard === null);
  const retry = () => (sessionState === 'lost' ? session.retryNow() : void link.connect(profileId));
  return (
    <div className="editor-notice num">
      <StateMark state={isTrying ? 'reconnecting' : 'failed'} />
      <span role="status">
        {isTrying
          ? `${hasLost ? 'Link lost; reconnecting…' : 'Connecting…'} ${isPage ? 'The page goes on by itself.' : 'Your terminals keep running.'}`
          : `Not linked. ${isPage ? 'The page goes on once the link is back.' : 'Your terminals keep running on the server.'}`}
      </span>
      {seconds > 0 && <span className="dim">next attempt in {formatDuration(seconds)}</span>}
      <button type="button" className="link-button" onClick={retry}>
        {isTrying ? 'Try now' : 'Connect'}
      </button>
    </div>
  );
}
