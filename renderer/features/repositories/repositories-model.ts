import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Repository } from '../../../main/contract/repositories.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { sortRepositories } from './repository-rows.ts';

/** The repositories of one host; a list once read stays while it is read again. */
export interface RepositoryList {
  readonly isLoading: boolean;
  /** In the order of their names; null until they were listed once. */
  readonly repositories: readonly Repository[] | null;
  readonly problem: Problem | null;
}

export type RepositoriesState = Readonly<Record<string, RepositoryList>>;

/** Repositories by profile id. */
export interface RepositoriesModel {
  readonly store: StoreApi<RepositoriesState>;
  load(profileId: string): Promise<void>;
}

const nothing: RepositoryList = { isLoading: false, repositories: null, problem: null };

/** Makes the model; nothing is loaded yet. */
export function createRepositoriesModel(client: Pick<BerthClient, 'repositories'>): RepositoriesModel {
  const store = createStore<RepositoriesState>(() => ({}));
  const change = (profileId: string, part: Partial<RepositoryList>) =>
    store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? nothing), ...part } }));
  return {
    store,
    async load(profileId) {
      if (store.getState()[profileId]?.isLoading === true) return;
      change(profileId, { isLoading: true });
      const answer = await ask(() => client.repositories.list({ profile: profileId }));
      change(
        profileId,
        answer.ok
          ? { isLoading: false, repositories: sortRepositories(answer.value), problem: null }
          : { isLoading: false, problem: answer.failure },
      );
    },
  };
}
