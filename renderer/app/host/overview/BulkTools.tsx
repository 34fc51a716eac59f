import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../../main/contract/profiles.ts';
import { BulkStatus, BulkStrip } from '../../../features/instances/BulkStrip.tsx';
import { StopAllDialog } from '../../../features/instances/StopAllDialog.tsx';
import type { RepositoryRow } from '../../../features/repositories/list/repository-rows.ts';
import { startPlan } from '../../../features/repositories/list/start-plan.ts';
import { stateWords } from '../../../features/repositories/list/state-line.ts';
import { countOf } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { useBerth } from '../../use-berth.ts';

interface BulkToolsProps {
  readonly profile: Profile;
  readonly rows: readonly RepositoryRow[];
  readonly freePortCount: number;
  readonly isLinked: boolean;
}

/** Starts everything that fits, or stops everything after a question. */
export function BulkTools({ profile, rows, freePortCount, isLinked }: BulkToolsProps) {
  const { bulk, announcement, ports } = useBerth();
  const [isAsking, setIsAsking] = useState(false);
  const isRunning = useStore(bulk.store, (state) => state[profile.id]?.phase === 'running');
  const plan = startPlan(rows, freePortCount);
  const up = rows.filter(({ state }) => state !== 'stopped');
  const isBlocked = isRunning || !isLinked;
  const finish = async (done: Promise<number | null>, word: string) => {
    const count = await done;
    void ports.read(profile.id);
    if (count !== null) announcement.setState(`${countOf(count, 'repository', 'repositories')} ${word}.`, true);
  };
  const isPart = plan.ids.length < plan.totalCount;
  return (
    <>
      <Button
        isSmall
        disabled={isBlocked || plan.ids.length === 0}
        title={startHint(plan.ids.length, plan.totalCount)}
        onClick={() => void finish(bulk.startAll(profile.id, plan.ids), 'started')}
      >
        {isPart && plan.ids.length > 0 ? `Start ${plan.ids.length} of ${plan.totalCount}` : 'Start all'}
      </Button>
      <Button isSmall disabled={isBlocked || up.length === 0} onClick={() => setIsAsking(true)}>
        Stop all…
      </Button>
      <StopAllDialog
        isOpen={isAsking}
        hostName={profile.name}
        rows={up.map(({ id, name, state }) => ({ id, name, state, words: stateWords[state] }))}
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          const ids = up.map(({ id }) => id);
          void finish(bulk.stopAll(profile.id, ids), 'stopped');
        }}
      />
    </>
  );
}

function startHint(count: number, total: number): string {
  if (total === 0) return 'Everything runs already';
  if (count === 0) return 'No port is free; stop something, or widen the range of ports';
  if (count < total) return `There is a port for only ${count} of them; what was used here before starts first`;
  return `Starts ${countOf(count, 'repository', 'repositories')}`;
}

interface BulkProgressProps {
  readonly profileId: string;
  readonly rows: readonly RepositoryRow[];
}

/** How far starting or stopping all has come; null while neither is under way. */
export function useBulkStatus({ profileId, rows }: BulkProgressProps): ReactNode {
  const { bulk } = useBerth();
  const operation = useStore(bulk.store, (state) => state[profileId]);
  if (operation?.phase !== 'running') return null;
  const { action, ids } = operation;
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const isDone = (id: string) => {
    const state = states.get(id) ?? 'stopped';
    return action === 'start' ? state === 'running' : state === 'stopped';
  };
  return <BulkStatus operation={operation} doneCount={ids.filter(isDone).length} />;
}

/** What failed when all were started or stopped; nothing when nothing did. */
export function BulkFailures({ profileId }: Pick<BulkProgressProps, 'profileId'>) {
  const { bulk } = useBerth();
  const operation = useStore(bulk.store, (state) => state[profileId]);
  if (operation?.phase !== 'failed') return null;
  const retry = () => void bulk.retry(profileId);
  return <BulkStrip operation={operation} onRetry={retry} onDismiss={() => bulk.dismiss(profileId)} />;
}
