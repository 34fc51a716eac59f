import { Ellipsis } from 'lucide-react';
import { lazy, type RefObject, Suspense, useMemo } from 'react';
import { useStore } from 'zustand';
import type { FleetActions } from '../../features/fleet/FleetRow.tsx';
import { FleetTable } from '../../features/fleet/FleetTable.tsx';
import { FleetTools } from '../../features/fleet/FleetTools.tsx';
import type { LeadWord } from '../../features/fleet/fleet-lead.ts';
import { Button } from '../../ui/Button.tsx';
import { DropMenu } from '../../ui/DropMenu.tsx';
import type { OpenDialog } from '../model/berth-app.ts';
import { openHost } from '../model/editor-flow.ts';
import { connectAll, disconnectAll, runAction } from '../model/fleet-flow.ts';
import { useBerth } from '../use-berth.ts';
import { FleetItem } from './FleetItem.tsx';
import { useFleetSummary } from './use-fleet.ts';
import '../host/host-page.css';

/** Loaded where there is an agent to show. */
const FleetAgents = lazy(async () => {
  const { FleetAgents: board } = await import('../agents/FleetAgents.tsx');
  return { default: board };
});

interface FleetPageProps {
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** Every server at a glance. Looking at it connects nothing. */
export function FleetPage({ searchField }: FleetPageProps) {
  const app = useBerth();
  const { profiles } = useStore(app.profiles.store);
  const { filter, isConnectingAll } = useStore(app.fleet);
  const { shownIds, count, lead, hasConnectable, hasLinked } = useFleetSummary();
  const hasAgents = useStore(app.sessions.store, (hosts) =>
    Object.values(hosts).some((host) => host.list?.sessions.some(({ kind }) => kind === 'agent') === true),
  );
  const byId = useMemo(() => new Map(profiles.map((profile) => [profile.id, profile])), [profiles]);
  const actions = useMemo<FleetActions>(
    () => ({
      run: (profile, action) => runAction(app, profile, action),
      open: ({ id }) => openHost(app, id),
      disconnect: ({ id }) => void app.link.disconnect(id),
      explain: ({ id }) => app.connection.open(id),
      edit: (profile) => app.dialog.setState({ kind: 'edit', profile }, true),
    }),
    [app],
  );
  const show = (dialog: OpenDialog) => app.dialog.setState(dialog, true);
  const isFiltered = filter.trim() !== '';
  const scope = isFiltered && shownIds.length > 0 ? `these ${shownIds.length}` : 'all';
  return (
    <div className="fleet-page">
      <div className="host-head">
        <div className="host-lead">
          <h1>All servers</h1>
          <Lead words={lead} />
        </div>
        <div className="host-actions">
          <Button
            look={hasLinked || !hasConnectable ? 'plain' : 'primary'}
            disabled={!hasConnectable || isConnectingAll}
            onClick={() => void connectAll(app, shownIds)}
          >
            {isConnectingAll ? 'Connecting…' : `Connect ${scope}`}
          </Button>
          <Button disabled={!hasLinked} onClick={() => void disconnectAll(app, shownIds)}>
            Disconnect {scope}
          </Button>
          <DropMenu
            label="More for all servers"
            entries={[
              { label: 'Add servers…', key: 'a', onSelect: () => show({ kind: 'add', source: 'hand' }) },
              {
                label: `Export ${scope}…`,
                key: 'x',
                onSelect: () => show({ kind: 'export', profileIds: scope === 'all' ? [...byId.keys()] : shownIds }),
              },
            ]}
          >
            <Ellipsis size={15} aria-hidden="true" />
          </DropMenu>
        </div>
      </div>
      <section className="card" aria-labelledby="fleet-title">
        <div className="card-head">
          <h2 id="fleet-title">Servers</h2>
          <span className="faint num" role="status">
            {isFiltered ? `${shownIds.length} of ${count}` : count}
          </span>
          <FleetTools model={app.fleet} searchField={searchField} />
        </div>
        {shownIds.length === 0 ? (
          <div className="empty">
            <h2>No server matches “{filter.trim()}”</h2>
            <p>Names, addresses, users and tags are searched; every word has to be in one of them.</p>
            <Button onClick={() => app.fleet.setState({ filter: '' })}>Show all {count}</Button>
          </div>
        ) : (
          <FleetTable>
            {shownIds.map((id) => {
              const profile = byId.get(id);
              return profile === undefined ? null : <FleetItem key={id} profile={profile} actions={actions} />;
            })}
          </FleetTable>
        )}
      </section>
      {hasAgents && (
        <Suspense>
          <FleetAgents />
        </Suspense>
      )}
    </div>
  );
}

function Lead({ words }: { readonly words: readonly LeadWord[] }) {
  return (
    <p className="dim" role="status" data-testid="fleet-lead">
      {words.map(({ text, isStrong }, index) =>
        // The words have no other identity than their place in the sentence.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        isStrong ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
      )}
    </p>
  );
}
