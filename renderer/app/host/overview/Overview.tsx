import { type RefObject, useCallback } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../../main/contract/profiles.ts';
import { freePortCount } from '../../../features/ports/port-range.ts';
import { ListNotes } from '../../../features/repositories/list/ListNotes.tsx';
import { plainView } from '../../../features/repositories/list/list-views.ts';
import { RepositoriesCard } from '../../../features/repositories/list/RepositoriesCard.tsx';
import type { RepositoryRow } from '../../../features/repositories/list/repository-rows.ts';
import { MemoryCard } from '../../../features/stats/MemoryCard.tsx';
import { memoryBudget } from '../../../features/stats/memory-budget.ts';
import { RepositorySessions } from '../../agents/RepositorySessions.tsx';
import { addActions } from '../../model/repository-flow.ts';
import { DevServers } from '../../ports/DevServers.tsx';
import { useBerth } from '../../use-berth.ts';
import { useRowActions } from '../use-row-actions.ts';
import { BulkFailures, BulkTools, useBulkStatus } from './BulkTools.tsx';
import { GlanceCard } from './GlanceCard.tsx';

interface OverviewProps {
  readonly profile: Profile;
  readonly rows: readonly RepositoryRow[] | null;
  readonly isLinked: boolean;
  readonly nameOf: (instanceId: string) => string;
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** The first part of a host's page: four answers, memory, repositories. */
export function Overview({ profile, rows, isLinked, nameOf, searchField }: OverviewProps) {
  const { id, repositoryRoots } = profile;
  const app = useBerth();
  const list = useStore(app.repositories.store, (state) => state[id]);
  const listView = useStore(app.listViews.store, (state) => state[id] ?? plainView);
  const isReady = useStore(app.setup.store, ({ readiness }) => readiness[id] !== false);
  const figures = useStore(app.stats.store, (state) => state[id]);
  const stats = figures?.stats ?? null;
  const ports = useStore(app.ports.store, (state) => state[id]);
  const actions = useRowActions(id);
  const bulkStatus = useBulkStatus({ profileId: id, rows: rows ?? [] });
  const sessionsOf = useCallback(
    (repositoryId: string) => <RepositorySessions profileId={id} instanceId={repositoryId} />,
    [id],
  );
  const edit = () => app.dialog.setState({ kind: 'edit', profile }, true);
  const range = { first: profile.portFirst, last: profile.portLast };
  const freeCount = freePortCount(range, rows ?? [], ports?.ports ?? []);
  return (
    <>
      <GlanceCard profile={profile} rows={rows} isLinked={isLinked} nameOf={nameOf} />
      <MemoryCard
        budget={stats === null ? null : memoryBudget(stats, nameOf, freeCount)}
        waiting={figures?.problem?.message ?? 'Reading the server…'}
      />
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
        sessionsOf={sessionsOf}
        view={listView}
        onView={(part) => app.listViews.change(id, part)}
        tools={<BulkTools profile={profile} rows={rows ?? []} freePortCount={freeCount} isLinked={isLinked} />}
        status={bulkStatus}
        strip={
          <>
            <ListNotes profileId={id} places={app.places} clone={app.clone} copies={app.copies} isLinked={isLinked} />
            <BulkFailures profileId={id} />
          </>
        }
        isLinked={isLinked}
        isReady={isReady}
        onReload={() => void app.repositories.load(id)}
        onEditRoots={edit}
      />
      {/* Last, because one that is noticed while somebody is about to press a button must not move it. */}
      <DevServers profileId={id} />
    </>
  );
}
