import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UpdateView } from '../../../main/contract/updates.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

export interface UpdatesState {
  /** Null until it is told. */
  readonly view: UpdateView | null;
  /** Why the last click did nothing. */
  readonly problem: Problem | null;
}

/** Later versions of Berth, as the desktop tells. */
export interface UpdatesModel {
  readonly store: StoreApi<UpdatesState>;
  take(view: UpdateView): void;
  look(): Promise<void>;
  fetch(): Promise<void>;
  install(): Promise<void>;
}

/** The version that waits for the user to do something, or null. */
export function waitingVersion(view: UpdateView | null): string | null {
  const status = view?.status;
  return status?.state === 'found' || status?.state === 'ready' ? status.version : null;
}

/** Makes the model; `say` is told one sentence when a later version is available. */
export function createUpdatesModel(client: Pick<BerthClient, 'updates'>, say: (words: string) => void): UpdatesModel {
  const store = createStore<UpdatesState>(() => ({ view: null, problem: null }));
  const click = (what: 'look' | 'fetch' | 'install') => async () => {
    store.setState({ problem: null });
    const answer = await ask(() => client.updates[what]({}));
    if (!answer.ok) store.setState({ problem: answer.failure });
  };
  return {
    store,
    take(view) {
      const before = store.getState().view;
      store.setState({ view });
      const { status } = view;
      if (status.state === 'found' && waitingVersion(before) !== status.version) {
        say(`Berth ${status.version} is available: see Settings, Updates.`);
      }
    },
    look: click('look'),
    fetch: click('fetch'),
    install: click('install'),
  };
}
