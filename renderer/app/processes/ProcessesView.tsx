import { lazy, type RefObject, Suspense, useRef } from 'react';
import { Waiting } from '../../ui/Waiting.tsx';
import { useNameOf } from '../host/use-name-of.ts';
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
  const nameOf = useNameOf(profileId);
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
