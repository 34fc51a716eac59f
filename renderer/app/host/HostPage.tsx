import type { RefObject } from 'react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { LinkPanel } from '../../features/link/LinkPanel.tsx';
import { PortsCard } from '../../features/ports/PortsCard.tsx';
import { freePortCount } from '../../features/ports/port-range.ts';
import { ListNotes } from '../../features/repositories/list/ListNotes.tsx';
import { plainView } from '../../features/repositories/list/list-views.ts';
import { RepositoriesCard } from '../../features/repositories/list/RepositoriesCard.tsx';
import { SetupCard } from '../../features/setup/SetupCard.tsx';
import { HostFacts } from '../../features/stats/HostFacts.tsx';
import { MemoryCard } from '../../features/stats/MemoryCard.tsx';
import { memoryBudget } from '../../features/stats/memory-budget.ts';
import { addActions } from '../model/repository-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { BulkFailures, BulkTools, useBulkStatus } from './BulkTools.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { HostHead } from './HostHead.tsx';
import { useRowActions } from './use-row-actions.ts';
import { useRows } from './use-rows.ts';
import './host-page.css';

interface HostPageProps {
  readonly profile: Profile;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** One host: what needs the user, memory, repositories, ports. What was known stays while the link is down. */
export function HostPage({ profile, searchField }: HostPageProps) {
  const { id, repositoryRoots } = profile;
  const app = useBerth();
  const view = useLinkView(id);
  const rows = useRows(id);
  const list = useStore(app.repositories.store, (state) => state[id]);
  const listView = useStore(app.listViews.store, (state) => state[id] ?? plainView);
  const isReady = useStore(app.setup.store, ({ readiness }) => readiness[id] !== false);
  const reading = useStore(app.stats.store, (state) => state[id]);
  const stats = reading?.stats ?? null;
  const waiting = reading?.problem?.message ?? 'Reading the server…';
  const ports = useStore(app.ports.store, (state) => state[id]);
  const names = useMemo(() => new Map(rows?.map((row) => [row.id, row.name])), [rows]);
  const crashedIds = useMemo(
    () => new Set(rows?.filter(({ state }) => state === 'crashed').map((row) => row.id)),
    [rows],
  );
  const nameOf = (instanceId: string) => names.get(instanceId) ?? instanceId;
  const actions = useRowActions(id);
  const bulkStatus = useBulkStatus({ profileId: id, rows: rows ?? [] });
  const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
  const isLinked = view.kind === 'connected';
  const hasCard = !isLinked && (stats === null || view.kind === 'failed');
  const range = { first: profile.portFirst, last: profile.portLast };
  const freeCount = freePortCount(range, rows ?? [], ports?.ports ?? []);
  return (
    <div className="host-page">
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
      {isLinked && <FirstSteps profileId={id} rows={rows} />}
      {isLinked && <SetupCard model={app.setup} profileId={id} hostName={profile.name} />}
      {(isLinked || stats !== null) && (
        <>
          <MemoryCard budget={stats === null ? null : memoryBudget(stats, nameOf, freeCount)} waiting={waiting} />
          <RepositoriesCard
            profileId={id}
            rows={rows}
            isLoading={list?.isLoading ?? false}
            problem={list?.problem ?? null}
            roots={repositoryRoots}
            searchField={searchField}
            actions={actions}
            add={addActions(app, profile)}
            copies={app.copies}
            view={listView}
            onView={(part) => app.listViews.change(id, part)}
            tools={<BulkTools profile={profile} rows={rows ?? []} freePortCount={freeCount} isLinked={isLinked} />}
            status={bulkStatus}
            strip={
              <>
                <ListNotes
                  profileId={id}
                  places={app.places}
                  clone={app.clone}
                  copies={app.copies}
                  isLinked={isLinked}
                />
                <BulkFailures profileId={id} />
              </>
            }
            isLinked={isLinked}
            isReady={isReady}
            onReload={() => void app.repositories.load(id)}
            onEditRoots={edit}
          />
          <div className="host-columns">
            <PortsCard
              profile={profile}
              list={ports ?? null}
              isLinked={isLinked}
              nameOf={nameOf}
              isCrashed={(instanceId) => crashedIds.has(instanceId)}
              onSaveRange={(draft) => app.profiles.edit(id, draft)}
              onCheck={() => void app.ports.check(id)}
              onDismissCheck={() => app.ports.dismissCheck(id)}
              onRetry={() => void app.ports.read(id)}
            />
            <HostFacts stats={stats} waiting={waiting} />
          </div>
        </>
      )}
    </div>
  );
}
