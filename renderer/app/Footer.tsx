import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../main/contract/profiles.ts';
import { LinkMark } from '../features/link/LinkMark.tsx';
import type { LinkView } from '../features/link/link-view.ts';
import { failedWords } from '../features/link/link-words.ts';
import { exposureOf } from '../features/ports/table/exposure.ts';
import { countOf, formatDuration } from '../lib/format.ts';
import { useNow } from '../lib/use-now.ts';
import { StateMark } from '../ui/StateMark.tsx';
import { useBerth, useLinkedCount, useLinkView, useSelectedProfile } from './use-berth.ts';

/** The truth about the link and about who can reach the server, and what was said last. */
export function Footer({ isPhone }: { readonly isPhone: boolean }) {
  const { session } = useBerth();
  const sessionState = useStore(session.store);
  const profile = useSelectedProfile();
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
        <LinkTruth profile={profile} />
      )}
      <Rest exposed={sessionState === 'lost' || isPhone ? null : profile} />
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

function LinkTruth({ profile }: { readonly profile: Profile }) {
  const nowMs = useNow();
  const view = useLinkView(profile.id);
  return (
    <span className="footer-item" data-testid="footer-link">
      <LinkMark view={view} />
      <span className="cut">{linkSentence(view, profile.name, nowMs)}</span>
    </span>
  );
}

/** So long what was said comes before everything else that has no room beside it, milliseconds. */
const recentMs = 30_000;

/** Who can reach a server, and what was said last; one of them where there is no room for both. */
function Rest({ exposed }: { readonly exposed: Profile | null }) {
  const { announcement } = useBerth();
  const said = useStore(announcement);
  const [old, setOld] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setOld(said), recentMs);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className="footer-rest" data-recent={said !== old || undefined}>
      {exposed !== null && <Exposure profile={exposed} />}
      <span className="footer-said cut" role="status" title={said}>
        {said}
      </span>
    </div>
  );
}

function Exposure({ profile }: { readonly profile: Profile }) {
  const { ports } = useBerth();
  const view = useLinkView(profile.id);
  const list = useStore(ports.store, (state) => state[profile.id]?.ports ?? null);
  const { level, sentence } = exposureOf(list, profile.port);
  if (view.kind !== 'connected') return null;
  return (
    <span
      className={`cut ${level === 'berth' ? 'bad' : ''}`}
      data-testid="footer-exposure"
      data-level={level}
      title={sentence}
    >
      {sentence}
    </span>
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
      return `${view.unheard === null ? `link to ${name} lost` : `${name} not reached`} · ${seconds > 0 ? `trying again in ${formatDuration(seconds)}` : 'trying again'}`;
    }
    case 'connecting':
      return `connecting to ${name}`;
    case 'failed':
      return `${name} ${failedWords(view.problem)}`;
    case 'disconnected':
      return `not linked to ${name}`;
  }
}
