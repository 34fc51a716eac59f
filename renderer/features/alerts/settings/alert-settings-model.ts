import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlertEntry, AlertSettings } from '../../../../main/contract/alerts.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../../api/problem.ts';

/** What came of trying the ways. */
export type TriedDeliveries = Answer<AlertEntry['deliveries']>;

/** Where the dialog is. */
export type AlertSettingsState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'reading'; readonly profileId: string }
  | { readonly phase: 'failed'; readonly profileId: string; readonly problem: Problem }
  | {
      readonly phase: 'ready';
      readonly profileId: string;
      readonly settings: AlertSettings;
      readonly task: 'saving' | 'testing' | null;
      /** Why saving failed. */
      readonly problem: Problem | null;
      readonly tried: TriedDeliveries | null;
    };

/** When a host warns, one host at a time, in a dialog. */
export interface AlertSettingsModel {
  readonly store: StoreApi<AlertSettingsState>;
  open(profileId: string): Promise<void>;
  /** True when they were saved. */
  save(settings: AlertSettings): Promise<boolean>;
  /** Sends a notice by the ways that are saved. */
  test(): Promise<void>;
  close(): void;
}

type Ready = Extract<AlertSettingsState, { phase: 'ready' }>;

/** Makes the model, closed. */
export function createAlertSettingsModel(client: Pick<BerthClient, 'alerts'>): AlertSettingsModel {
  const store = createStore<AlertSettingsState>(() => ({ phase: 'closed' }));
  let turn = 0;
  /** Changes what is shown, unless the dialog was closed or opened for another host meanwhile. */
  const change = (ownTurn: number, part: Partial<Ready>) => {
    const state = store.getState();
    if (ownTurn === turn && state.phase === 'ready') store.setState({ ...state, ...part }, true);
  };
  return {
    store,
    async open(profileId) {
      const ownTurn = ++turn;
      store.setState({ phase: 'reading', profileId }, true);
      const answer = await ask(() => client.alerts.settings({ profile: profileId }));
      if (ownTurn !== turn) return;
      store.setState(
        answer.ok
          ? { phase: 'ready', profileId, settings: answer.value, task: null, problem: null, tried: null }
          : { phase: 'failed', profileId, problem: answer.failure },
        true,
      );
    },
    async save(settings) {
      const state = store.getState();
      if (state.phase !== 'ready' || state.task !== null) return false;
      const ownTurn = turn;
      change(ownTurn, { task: 'saving', problem: null, tried: null });
      const answer = await ask(() => client.alerts.configure({ profile: state.profileId, settings }));
      change(ownTurn, answer.ok ? { task: null, settings: answer.value } : { task: null, problem: answer.failure });
      return answer.ok;
    },
    async test() {
      const state = store.getState();
      if (state.phase !== 'ready' || state.task !== null) return;
      const ownTurn = turn;
      change(ownTurn, { task: 'testing', tried: null });
      const tried = await ask(() => client.alerts.test({ profile: state.profileId }));
      change(ownTurn, { task: null, tried });
    },
    close() {
      turn += 1;
      store.setState({ phase: 'closed' }, true);
    },
  };
}
