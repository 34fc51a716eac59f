import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, Problem } from '../../api/problem.ts';

/** The restarts that bring editors of one host to the version of new starts. */
export interface HostRestarts {
  /** Instances that wait for theirs, by id; the first one is under way. */
  readonly ids: readonly string[];
  /** Why the last restart of an instance failed, by id. */
  readonly problems: Readonly<Record<string, Problem>>;
}

/** By profile id. */
export type RestartsState = Readonly<Record<string, HostRestarts>>;

/** Restarts editors one after another, so that a small host has to start only one at a time. */
export interface RestartsModel {
  readonly store: StoreApi<RestartsState>;
  /** Restarts those that do not wait for it already; resolves when none of the host is left. */
  restart(profileId: string, instanceIds: readonly string[]): Promise<void>;
  /** Forgets why earlier restarts failed; the page of the host still tells it. */
  forget(profileId: string): void;
}

/** What the page does for a restart. */
export interface RestartsParts {
  /** Restarts one editor; null when something else is being done with it. */
  readonly restartOne: (profileId: string, instanceId: string) => Promise<Answer<unknown> | null>;
  /** Told after each one. */
  readonly onEach: (profileId: string) => Promise<void>;
}

export const noRestarts: HostRestarts = { ids: [], problems: {} };

/** Makes the model; nothing is restarted yet. */
export function createRestartsModel({ restartOne, onEach }: RestartsParts): RestartsModel {
  const store = createStore<RestartsState>(() => ({}));
  const ofHost = (profileId: string) => store.getState()[profileId] ?? noRestarts;
  const put = (profileId: string, part: HostRestarts) => store.setState({ [profileId]: part });
  return {
    store,
    forget: (profileId) => put(profileId, { ...ofHost(profileId), problems: {} }),
    async restart(profileId, instanceIds) {
      const { ids, problems } = ofHost(profileId);
      const added = instanceIds.filter((id) => !ids.includes(id));
      const kept = Object.entries(problems).filter(([id]) => !added.includes(id));
      put(profileId, { ids: [...ids, ...added], problems: Object.fromEntries(kept) });
      if (ids.length > 0) return;
      for (let [id] = ofHost(profileId).ids; id !== undefined; [id] = ofHost(profileId).ids) {
        const answer = await restartOne(profileId, id);
        await onEach(profileId);
        const known = ofHost(profileId);
        const failed = answer === null || answer.ok ? {} : { [id]: answer.failure };
        put(profileId, { ids: known.ids.slice(1), problems: { ...known.problems, ...failed } });
      }
    },
  };
}
