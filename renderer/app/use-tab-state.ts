import { useStore } from 'zustand';
import type { RowState } from '../features/repositories/repository-rows.ts';
import type { EditorTabInfo } from './layout-state.ts';
import { useBerth } from './use-berth.ts';

/** What the repository of a tab is doing. */
export function useTabState({ profileId, repositoryId }: EditorTabInfo): RowState {
  const { instances } = useBerth();
  return useStore(instances.store, (state) => {
    const operation = state[profileId]?.operations[repositoryId];
    if (operation?.isRunning === true) return operation.action === 'start' ? 'starting' : 'stopping';
    return state[profileId]?.instances?.find(({ id }) => id === repositoryId)?.state ?? 'stopped';
  });
}
