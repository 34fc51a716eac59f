import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** The ports of one host; an old list stays when a new one fails. */
export interface PortList {
  readonly ports: readonly HostPort[] | null;
  readonly problem: Problem | null;
}

export type PortsState = Readonly<Record<string, PortList>>;

/** Ports by profile id. */
export interface PortsModel {
  readonly store: StoreApi<PortsState>;
  /** Lists once; true when the host answered. */
  read(profileId: string): Promise<boolean>;
}

/** Makes the model; nothing is read yet. */
export function createPortsModel(client: Pick<BerthClient, 'ports'>): PortsModel {
  const store = createStore<PortsState>(() => ({}));
  return {
    store,
    async read(profileId) {
      const answer = await ask(() => client.ports.list({ profile: profileId }));
      store.setState((state) => ({
        [profileId]: answer.ok
          ? { ports: answer.value, problem: null }
          : { ports: state[profileId]?.ports ?? null, problem: answer.failure },
      }));
      return answer.ok;
    },
  };
}
