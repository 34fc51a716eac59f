import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Instance } from '../../../main/contract/instances.ts';
import type { OperationItem } from '../../../main/contract/operation.ts';
import { follow } from '../../api/follow.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import type { Session } from '../../api/session.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';

/** What can be done with one instance. */
export type InstanceAction = 'start' | 'stop' | 'restart' | 'suspend';

/** An operation that runs or has failed; a successful one leaves nothing to show. */
export interface InstanceOperation {
  readonly action: InstanceAction;
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
  readonly startedAtMs: number;
  /** Whether the instance ran, slept or had crashed when the operation began. */
  readonly wasInUse: boolean;
}

/** The instances of one host. */
export interface HostInstances {
  /** Null until they were told once. */
  readonly instances: readonly Instance[] | null;
  readonly problem: Problem | null;
  /** By repository id. */
  readonly operations: Readonly<Record<string, InstanceOperation>>;
}

export type InstancesState = Readonly<Record<string, HostInstances>>;

/** Instances and the operations on them, by profile id. */
export interface InstancesModel {
  readonly store: StoreApi<InstancesState>;
  /** Keeps the instances of a host up to date until the returned function is called. */
  watch(profileId: string): () => void;
  /** Reads the instances of a host once; true when it answered. */
  read(profileId: string): Promise<boolean>;
  /**
   * Starts or wakes an instance, unless an operation on it runs already (null then); forced also when the memory budget
   * says that it does not fit. The others are null, too, where somebody stays with unsaved work.
   */
  start(profileId: string, repositoryId: string, isForced?: boolean): Promise<Answer<Instance> | null>;
  stop(profileId: string, repositoryId: string): Promise<Answer<Instance> | null>;
  restart(profileId: string, repositoryId: string): Promise<Answer<Instance> | null>;
  suspend(profileId: string, repositoryId: string): Promise<Answer<Instance> | null>;
  /** Takes what another operation told of some instances; it is newer than the last list. */
  take(profileId: string, changed: readonly Instance[]): void;
  /** Forgets a failed operation. */
  dismiss(profileId: string, repositoryId: string): void;
  find(profileId: string, repositoryId: string): Instance | null;
}

const nothing: HostInstances = { instances: null, problem: null, operations: {} };

/**
 * Makes the model; nothing is watched yet. `mayEnd` is asked before an instance is ended in any way: false where somebody stays
 * with unsaved work, null where there is nothing to ask about.
 */
export function createInstancesModel(
  session: Pick<Session, 'client' | 'onOpen'>,
  clock: PageClock,
  mayEnd: (profileId: string, repositoryId: string) => Promise<boolean> | null = () => null,
): InstancesModel {
  const store = createStore<InstancesState>(() => ({}));
  const ofHost = (profileId: string) => store.getState()[profileId] ?? nothing;
  const change = (profileId: string, part: Partial<HostInstances>) =>
    store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? nothing), ...part } }));
  const setOperation = (profileId: string, repositoryId: string, operation: InstanceOperation | null) => {
    const { [repositoryId]: _previous, ...others } = ofHost(profileId).operations;
    change(profileId, { operations: operation === null ? others : { ...others, [repositoryId]: operation } });
  };
  /** The operation's own answer is newer than the last list that was told. */
  const take = (profileId: string, changed: readonly Instance[]) => {
    const known = ofHost(profileId).instances ?? [];
    const newer = new Set(changed.map(({ id }) => id));
    change(profileId, { instances: [...known.filter(({ id }) => !newer.has(id)), ...changed] });
  };

  const operate = async (profileId: string, repositoryId: string, action: InstanceAction, isForced = false) => {
    const isBusy = () => ofHost(profileId).operations[repositoryId]?.isRunning === true;
    if (isBusy()) return null;
    const asking = action === 'start' ? null : mayEnd(profileId, repositoryId);
    if (asking !== null && (!(await asking) || isBusy())) return null;
    const known = ofHost(profileId).instances?.find(({ id }) => id === repositoryId);
    let operation: InstanceOperation = {
      action,
      wasInUse: known !== undefined && known.state !== 'stopped',
      isRunning: true,
      steps: [],
      problem: null,
      startedAtMs: clock.nowMs(),
    };
    const update = (part: Partial<InstanceOperation>) => {
      operation = { ...operation, ...part };
      setOperation(profileId, repositoryId, operation);
    };
    update({});
    const begin = (): AsyncIterable<OperationItem<Instance>> => {
      const target = { profile: profileId, repository: repositoryId };
      if (action === 'start') return session.client.instances.start({ ...target, isForced });
      return session.client.instances[action](target);
    };
    const answer = await runOperation(begin, (step) => update({ steps: applyStep(operation.steps, step) }));
    if (answer.ok) {
      take(profileId, [answer.value]);
      setOperation(profileId, repositoryId, null);
    } else update({ isRunning: false, problem: answer.failure });
    return answer;
  };

  return {
    store,
    watch: (profileId) =>
      follow({
        session,
        clock,
        open: (signal) => session.client.instances.watch({ profile: profileId }, { signal }),
        onItem: (item) =>
          change(
            profileId,
            item.type === 'instances' ? { instances: item.instances, problem: null } : { problem: item.failure },
          ),
      }),
    async read(profileId) {
      const answer = await ask(() => session.client.instances.list({ profile: profileId }));
      change(profileId, answer.ok ? { instances: answer.value, problem: null } : { problem: answer.failure });
      return answer.ok;
    },
    start: (profileId, repositoryId, isForced) => operate(profileId, repositoryId, 'start', isForced),
    stop: (profileId, repositoryId) => operate(profileId, repositoryId, 'stop'),
    restart: (profileId, repositoryId) => operate(profileId, repositoryId, 'restart'),
    suspend: (profileId, repositoryId) => operate(profileId, repositoryId, 'suspend'),
    take,
    dismiss: (profileId, repositoryId) => setOperation(profileId, repositoryId, null),
    find: (profileId, repositoryId) => ofHost(profileId).instances?.find(({ id }) => id === repositoryId) ?? null,
  };
}
