import { useStore } from 'zustand';
import { portOfName } from '../../../main/contract/forwards.ts';
import { type RowState, rowState } from '../../features/repositories/list/repository-rows.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { useBerth } from '../use-berth.ts';

/** What the repository of a tab is doing; a forwarded page is there, on its way, or not. */
export function useTabState({ profileId, repositoryId }: EditorTabInfo): RowState {
  const { instances, forwards } = useBerth();
  const port = portOfName(repositoryId);
  const page = useStore(forwards.store, ({ forwards: all }) =>
    all?.find((one) => one.kind === 'web' && one.profileId === profileId && one.port === port),
  );
  const ofRepository = useStore(instances.store, (state) => {
    const instance = state[profileId]?.instances?.find(({ id }) => id === repositoryId);
    return rowState(instance, state[profileId]?.operations[repositoryId]);
  });
  if (port === null) return ofRepository;
  return page === undefined
    ? 'stopped'
    : ({ open: 'running', waiting: 'starting', failed: 'crashed' } as const)[page.state];
}
