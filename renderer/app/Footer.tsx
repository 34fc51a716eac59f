import { useStore } from 'zustand';
import type { Profile } from '../../main/contract/profiles.ts';
import { LinkMark } from '../features/link/LinkMark.tsx';
import type { LinkView } from '../features/link/link-view.ts';
import { exposureOf } from '../features/ports/exposure.ts';
import { countOf, formatDuration } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { useBerth, useLinkedCount, useLinkView, useSelectedProfile } from './use-berth.ts';

/** The truth about the link and about who can reach the server. */
export function Footer({ isPhone }: { readonly isPhone: boolean }) {
  const { session, announcement } = useBerth();
  const sessionState = useStore(session.store);
  const profile = useSelectedProfile();
  const said = useStore(announcement);
  return (
    <footer className="footer num">
      {sessionState === 'lost' ? (
        <span className="footer-item warn">
          <StateMark state="failed" />
          <span>Berth itself does not answer; trying again</span>
          <button type="button" className="link-button" onClick={session.retryNow}>
            Try now
          </button>
        </span>
      ) : profile === null ? (
        <FleetTruth />
      ) : (
        <HostTruth profile={profile} isPhone={isPhone} />
      )}
      <span className="footer-said cut" role="status">
        {said}
      </span>
    </footer>
  );
}

/** How many of the servers are linked. */
function FleetTruth() {
  const { profiles } = useBerth();
  const count = useStore(profiles.store, (state) => state.profiles.length);
  const linkedCount = useLinkedCount();
  return (
    <span className="footer-item" data-testid="footer-link">
      {count === 0 ? 'no server yet' : `${linkedCount} of ${countOf(count, 'server')} linked`}
    </span>
  );
}

function HostTruth({ profile, isPhone }: { readonly profile: Profile; readonly isPhone: boolean }) {
  const { ports } = useBerth();
  const nowMs = useNow();
  const view = useLinkView(profile.id);
  const list = useStore(ports.store, (state) => state[profile.id]?.ports ?? null);
  const exposure = exposureOf(list, profile.port);
  const tone = { unknown: '', closed: '', others: '', berth: 'bad' }[exposure.level];
  return (
    <>
      <span className="footer-item" data-testid="footer-link">
        <LinkMark view={view} />
        <span className="cut">{linkSentence(view, profile.name, nowMs)}</span>
      </span>
      {view.kind === 'connected' && !isPhone && (
        <span className={`footer-item cut ${tone}`} data-testid="footer-exposure" data-level={exposure.level}>
          {exposure.sentence}
        </span>
      )}
    </>
  );
}

function linkSentence(view: LinkView, name: string, nowMs: number): string {
  switch (view.kind) {
    case 'connected': {
      if (view.heardAtMs === null) return `linked to ${name}`;
      const seconds = Math.max(0, Math.round((nowMs - view.heardAtMs) / 1000));
      return `linked to ${name} · heard ${seconds < 1 ? 'just now' : `${formatDuration(seconds)} ago`}`;
    }
    case 'reconnecting': {
      const seconds = view.nextAttemptAtMs === null ? 0 : Math.ceil((view.nextAttemptAtMs - nowMs) / 1000);
      return `link to ${name} lost · ${seconds > 0 ? `trying again in ${formatDuration(seconds)}` : 'trying again'}`;
    }
    case 'connecting':
      return `connecting to ${name}`;
    case 'failed':
      return `not linked to ${name} · ${view.problem.stage} failed`;
    case 'disconnected':
      return `not linked to ${name}`;
  }
}
