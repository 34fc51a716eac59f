import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Instance } from '../../../main/contract/instances.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';

/** One instance that did not start or stop with the others. */
export interface BulkFailure {
  readonly id: string;
  readonly repository: string;
  readonly problem: Pick<Problem, 'kind' | 'stage' | 'message' | 'nextStep' | 'detail'>;
}

/** Starting or stopping many on one host. */
export type BulkOperation =
  | {
      readonly phase: 'running';
      readonly action: 'start' | 'stop';
      /** The instances it is about, by id. */
      readonly ids: readonly string[];
      /** What the host says that it is doing; null until it said something. */
      readonly title: string | null;
    }
  | {
      readonly phase: 'failed';
      readonly action: 'start' | 'stop';
      readonly ids: readonly string[];
      /** How many did start or stop. */
      readonly doneCount: number;
      readonly failures: readonly BulkFailure[];
      /** Why the whole of it ended early; null when every instance was tried. */
      readonly problem: Problem | null;
    };

/** By profile id; a host without an entry has none, and one that went well leaves none. */
export type BulkState = Readonly<Record<string, BulkOperation>>;

/** Starting and stopping all instances of a host. */
export interface BulkModel {
  readonly store: StoreApi<BulkState>;
  /** Starts those named; the number that did, or null when not all went well or something runs already. */
  startAll(profileId: string, ids: readonly string[]): Promise<number | null>;
  /** Stops every instance of the host; `ids` are those that are up as far as the page knows. */
  stopAll(profileId: string, ids: readonly string[]): Promise<number | null>;
  /** Tries again what failed; all of it when the whole ended early. */
  retry(profileId: string): Promise<number | null>;
  dismiss(profileId: string): void;
}

/** Makes the model; `take` is told what became of the instances, `mayEnd` is asked before they are stopped. */
export function createBulkModel(
  client: Pick<BerthClient, 'instances'>,
  take: (profileId: string, changed: readonly Instance[]) => void,
  mayEnd: (profileId: string) => Promise<boolean> | null = () => null,
): BulkModel {
  const store = createStore<BulkState>(() => ({}));
  const set = (profileId: string, operation: BulkOperation | null) => {
    const { [profileId]: _previous, ...others } = store.getState();
    store.setState(operation === null ? others : { ...others, [profileId]: operation }, true);
  };
  const operate = async (profileId: string, action: 'start' | 'stop', ids: readonly string[]) => {
    const isBusy = () => store.getState()[profileId]?.phase === 'running';
    if (isBusy()) return null;
    const asking = action === 'start' ? null : mayEnd(profileId);
    if (asking !== null && (!(await asking) || isBusy())) return null;
    set(profileId, { phase: 'running', action, ids, title: null });
    const begin = () =>
      action === 'start'
        ? client.instances.startAll({ profile: profileId, repositories: [...ids] })
        : client.instances.stopAll({ profile: profileId });
    const answer = await runOperation(begin, ({ state, title }) => {
      if (state === 'started') set(profileId, { phase: 'running', action, ids, title });
    });
    if (!answer.ok) {
      set(profileId, { phase: 'failed', action, ids, doneCount: 0, failures: [], problem: answer.failure });
      return null;
    }
    const { instances, failures } = answer.value;
    take(profileId, instances);
    const doneCount = instances.length;
    if (failures.length === 0) {
      set(profileId, null);
      return doneCount;
    }
    const told = failures.map(({ id, repository, failure }) => ({ id, repository, problem: failure }));
    set(profileId, { phase: 'failed', action, ids, doneCount, failures: told, problem: null });
    return null;
  };
  return {
    store,
    startAll: (profileId, ids) => operate(profileId, 'start', ids),
    stopAll: (profileId, ids) => operate(profileId, 'stop', ids),
    async retry(profileId) {
      const known = store.getState()[profileId];
      if (known?.phase !== 'failed') return null;
      const ids = known.problem === null ? known.failures.map(({ id }) => id) : known.ids;
      return operate(profileId, known.action, ids);
    },
    dismiss: (profileId) => set(profileId, null),
  };
}
