import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Instance } from '../../../main/contract/instances.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { type FleetActions, FleetRow } from '../../features/fleet/FleetRow.tsx';
import type { InstanceCounts } from '../../features/fleet/InstanceMarks.tsx';
import { linkWord } from '../../features/link/LinkMark.tsx';
import type { LinkView } from '../../features/link/link-view.ts';
import { actionOf } from '../model/fleet-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

interface FleetItemProps {
  readonly profile: Profile;
  readonly actions: FleetActions;
}

/** One server of the list with what is known of it; it looks at nothing of the others. */
export const FleetItem = memo(function FleetItem({ profile, actions }: FleetItemProps) {
  const { id } = profile;
  const { link, stats, instances, alerts } = useBerth();
  const view = useLinkView(id);
  const lastHeardAtMs = useStore(link.store, ({ statuses }) => statuses[id]?.lastHeardAtMs ?? null);
  const linkFailure = useStore(link.store, ({ statuses }) => statuses[id]?.failure?.message ?? null);
  const reading = useStore(stats.store, (state) => state[id]);
  const told = useStore(instances.store, (state) => state[id]?.instances ?? null);
  const counts = useMemo(() => countsOf(told), [told]);
  const raisedCount = useStore(alerts.store, ({ raised }) => raised[id]?.length ?? 0);
  return (
    <FleetRow
      profile={profile}
      mark={view.kind}
      words={wordsOf(view)}
      problem={problemOf(view, linkFailure, reading?.problem?.message ?? null)}
      isLinked={view.kind === 'connected'}
      heardAtMs={lastHeardAtMs}
      stats={reading?.stats ?? null}
      counts={counts}
      raisedCount={raisedCount}
      action={actionOf(view)}
      actions={actions}
    />
  );
});

function countsOf(instances: readonly Instance[] | null): InstanceCounts | null {
  if (instances === null) return null;
  const countIn = (...states: readonly Instance['state'][]) =>
    instances.filter(({ state }) => states.includes(state)).length;
  return { running: countIn('running', 'starting'), asleep: countIn('suspended'), crashed: countIn('crashed') };
}

function wordsOf(view: LinkView): string {
  if (view.kind === 'connected' && view.roundTripMs !== null) return `linked · ${linkWord(view)}`;
  return linkWord(view);
}

/** The last thing that went wrong, in one sentence. */
function problemOf(view: LinkView, linkFailure: string | null, readingProblem: string | null): string | null {
  if (view.kind === 'failed') {
    const { jump, message } = view.problem;
    return jump === null ? message : `On the way, at ${jump.name}: ${message}`;
  }
  if (view.kind === 'reconnecting') return linkFailure;
  return view.kind === 'connected' ? readingProblem : null;
}
