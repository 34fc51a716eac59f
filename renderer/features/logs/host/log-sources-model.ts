import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ListedLog } from '../../../../main/contract/logs.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { ask, type Problem } from '../../../api/problem.ts';

/** The logs that one host has; an old list stays when a new one fails. */
export interface LogSources {
  readonly sources: readonly ListedLog[] | null;
  readonly problem: Problem | null;
}

/** The logs of hosts, by profile id. */
export interface LogSourcesModel {
  readonly store: StoreApi<Readonly<Record<string, LogSources>>>;
  /** Lists once. */
  load(profileId: string): Promise<void>;
}

const nothing: LogSources = { sources: null, problem: null };

/** Makes the model; nothing is listed yet. */
export function createLogSourcesModel(client: Pick<BerthClient, 'logs'>): LogSourcesModel {
  const store = createStore<Readonly<Record<string, LogSources>>>(() => ({}));
  return {
    store,
    async load(profileId) {
      const answer = await ask(() => client.logs.sources({ profile: profileId }));
      store.setState((state) => {
        const known = state[profileId] ?? nothing;
        const next = answer.ok ? { sources: answer.value, problem: null } : { ...known, problem: answer.failure };
        return { [profileId]: next };
      });
    },
  };
}
