import { ChevronRight } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../../main/contract/profiles.ts';
import type { RepositoryRow } from '../../../features/repositories/list/repository-rows.ts';
import { type HostSection, showSection } from '../../model/layout-state.ts';
import { useOffers } from '../../ports/use-offers.ts';
import { useBerth } from '../../use-berth.ts';
import {
  type GlanceAnswer,
  type GlanceSources,
  healthAnswer,
  heaviestAnswer,
  heaviestOf,
  leftoversAnswer,
  listeningAnswer,
} from './glance.ts';
import './glance.css';

interface GlanceCardProps {
  readonly profile: Profile;
  readonly rows: readonly RepositoryRow[] | null;
  readonly isLinked: boolean;
  readonly nameOf: (instanceId: string) => string;
}

/** What people wait for comes first; what was left behind can be counted a moment later. */
const leftoversAfterMs = 3_000;

/** Four questions about a host with their answers; each leads to where more is said, or done. */
export function GlanceCard({ profile, rows, isLinked, nameOf }: GlanceCardProps) {
  const { id, port: sshPort } = profile;
  const app = useBerth();
  const figures = useStore(app.stats.store, (state) => state[id]);
  const ports = useStore(app.ports.store, (state) => state[id]?.ports ?? null);
  const offers = useOffers(id);
  const leftovers = useStore(app.leftovers.store, (state) => state[id] ?? null);
  const raisedCount = useStore(app.alerts.store, ({ raised }) => raised[id]?.length ?? 0);
  useEffect(() => {
    if (!isLinked) return;
    return app.clock.after(leftoversAfterMs, () => void app.leftovers.learn(id));
  }, [app, id, isLinked]);
  const sources: GlanceSources = {
    stats: figures?.stats ?? null,
    reading: figures?.reading ?? null,
    ports,
    sshPort,
    offer: offers[0] ?? null,
    leftovers,
    raisedCount,
    crashedCount: rows?.filter(({ state }) => state === 'crashed').length ?? 0,
    nameOf,
  };
  const show = (section: HostSection) => () => app.layout.setState((layout) => showSection(layout, id, section), true);
  return (
    <section className="card glance" aria-label="At a glance">
      <Answer
        question="Health"
        answer={healthAnswer(sources)}
        onOpen={show(raisedCount > 0 ? 'alerts' : 'resources')}
      />
      <Answer
        question="Takes the most"
        answer={heaviestAnswer(sources)}
        onOpen={() => {
          const heaviest = heaviestOf(sources.stats);
          if (heaviest !== null) app.processViews.filter(id, { owner: `instance:${heaviest.id}` });
          show('processes')();
        }}
      />
      <Answer question="Listens" answer={listeningAnswer(sources)} onOpen={show('ports')} />
      <Answer
        question="Left behind"
        answer={leftoversAnswer(sources)}
        isDisabled={!isLinked}
        onOpen={() => void app.cleanup.preview(id, 'leftovers')}
      />
    </section>
  );
}

interface AnswerProps {
  readonly question: string;
  readonly answer: GlanceAnswer;
  readonly isDisabled?: boolean;
  readonly onOpen: () => void;
}

function Answer({ question, answer: { value, note, tone }, isDisabled = false, onOpen }: AnswerProps) {
  return (
    <button type="button" className="glance-answer" data-tone={tone} disabled={isDisabled} onClick={onOpen}>
      <span className="glance-question">
        {question}
        <ChevronRight size={13} aria-hidden="true" />
      </span>
      <span className="glance-value cut num">{value ?? '…'}</span>
      <span className="glance-note num" title={note}>
        {note}
      </span>
    </button>
  );
}
