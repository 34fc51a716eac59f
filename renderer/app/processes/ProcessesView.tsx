import { lazy, type RefObject, Suspense, useCallback, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { Waiting } from '../../ui/Waiting.tsx';
import { useRowActions } from '../host/use-row-actions.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

interface ProcessesViewProps {
  readonly profileId: string;
  readonly hostName: string;
  /** The field that `/` leads to. */
  readonly searchField?: RefObject<HTMLInputElement | null>;
}

/** A table for thousands of lines needs a library that nobody waits for who does not look at it. */
const ProcessesCard = lazy(async () => {
  const { ProcessesCard: card } = await import('../../features/processes/ProcessesCard.tsx');
  return { default: card };
});

/** The part "Processes" of a host's page. */
export function ProcessesView({ profileId, hostName, searchField }: ProcessesViewProps) {
  const app = useBerth();
  const ownField = useRef<HTMLInputElement>(null);
  const { stop } = useRowActions(profileId);
  const isLinked = useLinkView(profileId).kind === 'connected';
  const listed = useStore(app.repositories.store, (state) => state[profileId]?.repositories);
  const instances = useStore(app.instances.store, (state) => state[profileId]?.instances);
  const names = useMemo(
    () =>
      new Map([
        ...(instances ?? []).map(({ id, repository }) => [id, repository] as const),
        ...(listed ?? []).map(({ id, name }) => [id, name] as const),
      ]),
    [listed, instances],
  );
  const nameOf = useCallback((instanceId: string) => names.get(instanceId) ?? instanceId, [names]);
  return (
    <Suspense fallback={<Waiting words="Loading the table…" />}>
      <ProcessesCard
        key={profileId}
        profileId={profileId}
        hostName={hostName}
        model={app.processes}
        views={app.processViews}
        ending={app.ending}
        nameOf={nameOf}
        searchField={searchField ?? ownField}
        isLinked={isLinked}
        onStop={stop}
        onRetry={() => app.watches.retry(profileId)}
      />
    </Suspense>
  );
}
