import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { HostFacts } from '../../features/stats/HostFacts.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProblemCard } from '../../ui/ProblemCard.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { useBerth, useLinkView } from '../use-berth.ts';

interface ResourcesSectionProps {
  readonly profile: Profile;
  readonly nameOf: (instanceId: string) => string;
}

/** Charts are a library of their own, which nobody waits for who does not look at them. */
const ResourcesView = lazy(async () => {
  const { ResourcesView: view } = await import('../../features/resources/ResourcesView.tsx');
  return { default: view };
});

/** The part "Resources" of a host's page. */
export function ResourcesSection({ profile, nameOf }: ResourcesSectionProps) {
  const { id, name } = profile;
  const { stats: figures, resources, watches } = useBerth();
  const isLinked = useLinkView(id).kind === 'connected';
  const { stats = null, reading = null, problem, watchProblem } = useStore(figures.store, (state) => state[id]) ?? {};
  return (
    <>
      {watchProblem != null && (
        <ProblemCard title={`Watching ${name} failed`} problem={watchProblem} detailLabel="Show details">
          <Button look="primary" onClick={() => watches.retry(id)}>
            Try again
          </Button>
        </ProblemCard>
      )}
      <Suspense fallback={<Waiting words="Loading the charts…" />}>
        <ResourcesView
          model={resources}
          profileId={id}
          hostName={name}
          reading={reading}
          waiting={watchProblem?.message ?? 'Waiting for the first reading…'}
          isLinked={isLinked}
          nameOf={nameOf}
          facts={<HostFacts stats={stats} waiting={problem?.message ?? 'Reading the server…'} />}
        />
      </Suspense>
    </>
  );
}
