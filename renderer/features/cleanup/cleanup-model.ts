import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CleanupItem, CleanupLevel } from '../../../main/contract/cleanup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';

/** Where a cleanup is; nothing is removed before `running`. */
export type CleanupState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'listing'; readonly profileId: string; readonly level: CleanupLevel }
  | {
      readonly phase: 'listed';
      readonly profileId: string;
      readonly level: CleanupLevel;
      readonly items: readonly CleanupItem[];
    }
  | {
      readonly phase: 'running';
      readonly profileId: string;
      readonly level: CleanupLevel;
      readonly steps: readonly ProgressStep[];
    }
  | {
      readonly phase: 'done';
      readonly profileId: string;
      readonly removed: readonly CleanupItem[];
      readonly remaining: readonly CleanupItem[];
    }
  | {
      readonly phase: 'failed';
      readonly profileId: string;
      readonly level: CleanupLevel;
      readonly steps: readonly ProgressStep[];
      readonly problem: Problem;
    };

/** One cleanup at a time, in a dialog. */
export interface CleanupModel {
  readonly store: StoreApi<CleanupState>;
  /** Lists what a cleanup of this level would remove. */
  preview(profileId: string, level: CleanupLevel): Promise<void>;
  /** Removes what was listed. */
  run(): Promise<void>;
  /** Closes the dialog; a running cleanup goes on. */
  close(): void;
}

/** Makes the model, closed. */
export function createCleanupModel(client: Pick<BerthClient, 'cleanup'>): CleanupModel {
  const store = createStore<CleanupState>(() => ({ phase: 'closed' }));
  let turn = 0;
  /** Sets the state unless the dialog was closed or asked for something else meanwhile. */
  const setIn = (ownTurn: number, state: CleanupState) => {
    if (ownTurn === turn) store.setState(state, true);
  };
  return {
    store,
    async preview(profileId, level) {
      const ownTurn = ++turn;
      setIn(ownTurn, { phase: 'listing', profileId, level });
      const answer = await ask(() => client.cleanup.preview({ profile: profileId, level }));
      setIn(
        ownTurn,
        answer.ok
          ? { phase: 'listed', profileId, level, items: answer.value }
          : { phase: 'failed', profileId, level, steps: [], problem: answer.failure },
      );
    },
    async run() {
      const state = store.getState();
      if (state.phase !== 'listed') return;
      const ownTurn = ++turn;
      const { profileId, level } = state;
      let steps: readonly ProgressStep[] = [];
      setIn(ownTurn, { phase: 'running', profileId, level, steps });
      const answer = await runOperation(
        () => client.cleanup.run({ profile: profileId, level }),
        (step) => {
          steps = applyStep(steps, step);
          setIn(ownTurn, { phase: 'running', profileId, level, steps });
        },
      );
      setIn(
        ownTurn,
        answer.ok
          ? { phase: 'done', profileId, ...answer.value }
          : { phase: 'failed', profileId, level, steps, problem: answer.failure },
      );
    },
    close() {
      turn += 1;
      store.setState({ phase: 'closed' }, true);
    },
  };
}
