import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppSettings, SettingsChange } from '../../../main/contract/upkeep.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** The dialog of Berth's own settings, and what the desktop keeps of them. */
export interface AppSettingsState {
  readonly isOpen: boolean;
  /** Which part was asked for; null is the first one. */
  readonly partId: string | null;
  /** Null where the shell has none, as in a browser, and until they are read. */
  readonly settings: AppSettings | null;
  /** Why the last change was not kept. */
  readonly problem: Problem | null;
}

/** The settings of Berth itself, apart from those of servers and repositories. */
export interface AppSettingsModel {
  readonly store: StoreApi<AppSettingsState>;
  /** Opens the dialog at a part, by its id. */
  open(partId?: string): void;
  close(): void;
  /** Reads what the desktop keeps. */
  load(): Promise<void>;
  /** Keeps a change at once; the old value comes back when it cannot be kept. */
  configure(change: SettingsChange): Promise<void>;
  /** Back to the first settings of the desktop; null when that worked, or where there are none. */
  reset(): Promise<Problem | null>;
}

/** Makes the model, closed and with nothing read. */
export function createAppSettingsModel(client: Pick<BerthClient, 'upkeep'>): AppSettingsModel {
  const store = createStore<AppSettingsState>(() => ({ isOpen: false, partId: null, settings: null, problem: null }));
  const take = (answer: Answer<AppSettings>) => {
    if (answer.ok) store.setState({ settings: answer.value, problem: null });
    else store.setState({ problem: answer.failure });
  };
  return {
    store,
    open: (partId) => store.setState({ isOpen: true, partId: partId ?? null, problem: null }),
    close: () => store.setState({ isOpen: false }),
    async load() {
      const answer = await ask(() => client.upkeep.settings({}));
      store.setState({ settings: answer.ok ? answer.value : null });
    },
    async configure(change) {
      take(await ask(() => client.upkeep.configure(change)));
    },
    async reset() {
      // A browser's Berth keeps none, so there is nothing to go back from.
      if (store.getState().settings === null) return null;
      const answer = await ask(() => client.upkeep.reset({}));
      take(answer);
      return answer.ok ? null : answer.failure;
    },
  };
}
