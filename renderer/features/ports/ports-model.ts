import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** One thing that a check put right. */
export interface PortChange {
  readonly target: string;
  readonly message: string;
}

/** Making claims and records agree with what is really there. */
export type PortCheck =
  | { readonly phase: 'running' }
  | { readonly phase: 'done'; readonly changes: readonly PortChange[] }
  | { readonly phase: 'failed'; readonly problem: Problem };

/** The ports of one host; an old list stays when a new one fails. */
export interface PortList {
  readonly ports: readonly HostPort[] | null;
  readonly problem: Problem | null;
  /** The last check; null when there was none, or its outcome was put away. */
  readonly check: PortCheck | null;
  /** Development servers that are not to be offered, as long as the page lives. */
  readonly putAway: ReadonlySet<string>;
}

export type PortsState = Readonly<Record<string, PortList>>;

/** Ports by profile id. */
export interface PortsModel {
  readonly store: StoreApi<PortsState>;
  /** Lists once; true when the host answered. */
  read(profileId: string): Promise<boolean>;
  /** Puts claims and records right where they do not agree with what listens, and says what it changed. */
  check(profileId: string): Promise<void>;
  /** Puts the outcome of a check away. */
  dismissCheck(profileId: string): void;
  /** Offers a development server no more. */
  putAway(profileId: string, key: string): void;
}

const nothing: PortList = { ports: null, problem: null, check: null, putAway: new Set() };

/** Makes the model; nothing is read yet. */
export function createPortsModel(client: Pick<BerthClient, 'ports'>): PortsModel {
  const store = createStore<PortsState>(() => ({}));
  const change = (profileId: string, part: Partial<PortList>) =>
    store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? nothing), ...part } }));
  const read = async (profileId: string) => {
    const answer = await ask(() => client.ports.list({ profile: profileId }));
    change(profileId, answer.ok ? { ports: answer.value, problem: null } : { problem: answer.failure });
    return answer.ok;
  };
  return {
    store,
    read,
    async check(profileId) {
      if (store.getState()[profileId]?.check?.phase === 'running') return;
      change(profileId, { check: { phase: 'running' } });
      const answer = await ask(() => client.ports.reconcile({ profile: profileId }));
      if (answer.ok) await read(profileId);
      change(profileId, {
        check: answer.ok
          ? { phase: 'done', changes: answer.value.changes }
          : { phase: 'failed', problem: answer.failure },
      });
    },
    dismissCheck: (profileId) => change(profileId, { check: null }),
    putAway: (profileId, key) =>
      change(profileId, { putAway: new Set([...(store.getState()[profileId]?.putAway ?? []), key]) }),
  };
}
