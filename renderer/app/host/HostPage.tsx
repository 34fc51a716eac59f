import { lazy, type RefObject, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { waitingCount } from '../../features/agents/session-groups.ts';
import { LinkPanel } from '../../features/link/LinkPanel.tsx';
import { HostLogs } from '../../features/logs/host/HostLogs.tsx';
import { SetupCard } from '../../features/setup/SetupCard.tsx';
import { sectionOf, showSection } from '../model/layout-state.ts';
import { PortsView } from '../ports/PortsView.tsx';
import { ProcessesView } from '../processes/ProcessesView.tsx';
import { ResourcesSection } from '../resources/ResourcesSection.tsx';
import { useBerth, useLinkView } from '../use-berth.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { HostAlerts } from './HostAlerts.tsx';
import { HostHead } from './HostHead.tsx';
import { Overview } from './overview/Overview.tsx';
import { SectionTabs } from './SectionTabs.tsx';
import { useNameOf } from './use-name-of.ts';
import { useRowActions } from './use-row-actions.ts';
import { useRows } from './use-rows.ts';
import './host-page.css';

/** Loaded when it is looked at. */
const SessionsView = lazy(async () => {
  const { SessionsView: view } = await import('../agents/SessionsView.tsx');
  return { default: view };
});

interface HostPageProps {
  readonly profile: Profile;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** One host: what needs the user, and its parts. What was known stays while the link is down. */
export function HostPage({ profile, searchField }: HostPageProps) {
  const { id } = profile;
  const app = useBerth();
  const view = useLinkView(id);
  const rows = useRows(id);
  const stats = useStore(app.stats.store, (state) => state[id]?.stats ?? null);
  const section = useStore(app.layout, (layout) => sectionOf(layout, id));
  const raisedCount = useStore(app.alerts.store, ({ raised }) => raised[id]?.length ?? 0);
  const waiting = useStore(app.sessions.store, (state) => waitingCount(state[id]?.list?.sessions ?? []));
  const nameOf = useNameOf(id);
  const actions = useRowActions(id);
  const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
  const isLinked = view.kind === 'connected';
  const hasCard = !isLinked && (stats === null || view.kind === 'failed');
  const isOverview = section === 'overview';
  return (
    <div className="host-page" data-section={section} data-linked={isLinked}>
      <HostHead profile={profile} view={view} rows={rows} stats={stats} onEdit={edit} onHelp={actions.start} />
      {hasCard && (
        <LinkPanel
          model={app.link}
          profile={profile}
          view={view}
          onEdit={edit}
          onExplain={() => app.connection.open(id)}
        />
      )}
      {(isLinked || stats !== null) && (
        <SectionTabs
          shown={section}
          badgeOf={(one) => {
            if (one === 'alerts' && raisedCount > 0) return { count: raisedCount, words: 'raised' };
            return one === 'sessions' && waiting > 0
              ? { count: waiting, words: waiting === 1 ? 'waits' : 'wait' }
              : null;
          }}
          onShow={(chosen) => app.layout.setState((layout) => showSection(layout, id, chosen), true)}
        >
          {isLinked && isOverview && <FirstSteps profileId={id} rows={rows} />}
          {isLinked && isOverview && <SetupCard model={app.setup} profileId={id} hostName={profile.name} />}
          {isOverview && (
            <Overview profile={profile} rows={rows} isLinked={isLinked} nameOf={nameOf} searchField={searchField} />
          )}
          {section === 'sessions' && (
            <Suspense
              fallback={
                <p className="dim" role="status">
                  Opening terminals and agents…
                </p>
              }
            >
              <SessionsView profile={profile} />
            </Suspense>
          )}
          {section === 'processes' && (
            <ProcessesView profileId={id} hostName={profile.name} searchField={searchField} />
          )}
          {section === 'resources' && <ResourcesSection profile={profile} nameOf={nameOf} />}
          {section === 'ports' && <PortsView profile={profile} searchField={searchField} />}
          {section === 'logs' && <HostLogs model={app.hostLogs} profileId={id} searchField={searchField} />}
          {section === 'alerts' && <HostAlerts profile={profile} />}
        </SectionTabs>
      )}
    </div>
  );
}
