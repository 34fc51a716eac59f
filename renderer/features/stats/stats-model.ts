import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostStats } from '../../../main/contract/hosts.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** The last reading of one host; an old reading stays when a new one fails. */
export interface HostReading {
  readonly stats: HostStats | null;
  readonly problem: Problem | null;
}

export type StatsState = Readonly<Record<string, HostReading>>;

/** Readings by profile id. */
export interface StatsModel {
  readonly store: StoreApi<StatsState>;
  /** Reads a host once; true when it answered. */
  read(profileId: string): Promise<boolean>;
}

/** Makes the model; nothing is read yet. */
export function createStatsModel(client: Pick<BerthClient, 'hosts'>): StatsModel {
  const store = createStore<StatsState>(() => ({}));
  return {
    store,
    async read(profileId) {
      const answer = await ask(() => client.hosts.stats({ profile: profileId }));
      store.setState((state) => ({
        [profileId]: answer.ok
          ? { stats: answer.value, problem: null }
          : { stats: state[profileId]?.stats ?? null, problem: answer.failure },
      }));
      return answer.ok;
    },
  };
}
