import { useStore } from 'zustand';
import { type RowState, rowState } from '../../features/repositories/list/repository-rows.ts';
import type { EditorTabInfo } from '../model/layout-state.ts';
import { useBerth } from '../use-berth.ts';

/** What the repository of a tab is doing. */
export function useTabState({ profileId, repositoryId }: EditorTabInfo): RowState {
  const { instances } = useBerth();
  return useStore(instances.store, (state) => {
    const instance = state[profileId]?.instances?.find(({ id }) => id === repositoryId);
    return rowState(instance, state[profileId]?.operations[repositoryId]);
  });
}
