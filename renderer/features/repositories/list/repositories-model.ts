import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Repository } from '../../../../main/contract/repositories.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { ask, type Problem } from '../../../api/problem.ts';
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
  /** Takes a repository that another call told; it is newer than the list. */
  put(profileId: string, repository: Repository): void;
  drop(profileId: string, repositoryId: string): void;
}

const nothing: RepositoryList = { isLoading: false, repositories: null, problem: null };

/** Makes the model; nothing is loaded yet. `onListed` is told of every list that was read. */
export function createRepositoriesModel(
  client: Pick<BerthClient, 'repositories'>,
  onListed: (profileId: string) => void,
): RepositoriesModel {
  const store = createStore<RepositoriesState>(() => ({}));
  const change = (profileId: string, part: Partial<RepositoryList>) =>
    store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? nothing), ...part } }));
  const without = (profileId: string, repositoryId: string) =>
    (store.getState()[profileId]?.repositories ?? []).filter(({ id }) => id !== repositoryId);
  return {
    store,
    put: (profileId, repository) =>
      change(profileId, { repositories: sortRepositories([...without(profileId, repository.id), repository]) }),
    drop: (profileId, repositoryId) => change(profileId, { repositories: without(profileId, repositoryId) }),
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
      if (answer.ok) onListed(profileId);
    },
  };
}
