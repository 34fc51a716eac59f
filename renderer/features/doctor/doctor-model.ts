import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Check, CheckId, Checkup } from '../../../main/contract/setup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';

/** A fix under way, or why it failed. */
export interface FixRun {
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
}

/** The check-up of the one host whose drawer is open. */
export interface DoctorState {
  /** Null while no drawer is open. */
  readonly profileId: string | null;
  /** When the look under way began, epoch milliseconds; null when there is none. */
  readonly checkingSinceMs: number | null;
  /** The last one; it stays while the host is looked at again. */
  readonly checkup: Checkup | null;
  /** What single checks said after their fix, by id. */
  readonly rechecked: Readonly<Partial<Record<CheckId, Check>>>;
  readonly fixes: Readonly<Partial<Record<CheckId, FixRun>>>;
  /** Why the host could not be looked at. */
  readonly problem: Problem | null;
}

/** Looks at a host and puts single findings right. */
export interface DoctorModel {
  readonly store: StoreApi<DoctorState>;
  /** Opens the drawer and looks. */
  open(profileId: string): Promise<void>;
  /** Looks again. */
  check(): Promise<void>;
  /** Puts one finding right and looks at it again. */
  fix(id: CheckId): Promise<void>;
  /** Closes the drawer; a fix under way goes on. */
  close(): void;
}

const closed: DoctorState = {
  profileId: null,
  checkingSinceMs: null,
  checkup: null,
  rechecked: {},
  fixes: {},
  problem: null,
};

/** Makes the model, closed; `onUnseenEnd` is told how a fix ended whose drawer was closed before. */
export function createDoctorModel(
  client: Pick<BerthClient, 'setup'>,
  clock: PageClock,
  onUnseenEnd: (profileId: string, words: string) => void,
): DoctorModel {
  const store = createStore<DoctorState>(() => closed);
  let abort = new AbortController();
  /** Which opening of the drawer this is. */
  let opening = 0;
  const check = async () => {
    const { profileId, checkingSinceMs } = store.getState();
    if (profileId === null || checkingSinceMs !== null) return;
    abort = new AbortController();
    const { signal } = abort;
    store.setState({ checkingSinceMs: clock.nowMs(), problem: null });
    const answer = await ask(() => client.setup.doctor({ profile: profileId }, { signal }));
    if (signal.aborted) return;
    store.setState(
      answer.ok
        ? { checkingSinceMs: null, checkup: answer.value, rechecked: {}, fixes: {} }
        : { checkingSinceMs: null, problem: answer.failure },
    );
  };
  return {
    store,
    async open(profileId) {
      abort.abort();
      opening += 1;
      store.setState({ ...closed, profileId }, true);
      await check();
    },
    check,
    async fix(id) {
      const { profileId, fixes } = store.getState();
      if (profileId === null || fixes[id]?.isRunning === true) return;
      const ownOpening = opening;
      let run: FixRun = { isRunning: true, steps: [], problem: null };
      const show = (part: Partial<FixRun>) => {
        run = { ...run, ...part };
        if (ownOpening === opening) store.setState((state) => ({ fixes: { ...state.fixes, [id]: run } }));
      };
      show({});
      const answer = await runOperation(
        () => client.setup.fix({ profile: profileId, check: id }),
        (step) => show({ steps: applyStep(run.steps, step) }),
      );
      show({ isRunning: false, problem: answer.ok ? null : answer.failure });
      if (ownOpening !== opening) {
        const words = answer.ok ? `${answer.value.title}: ${answer.value.seen}` : answer.failure.message;
        onUnseenEnd(profileId, words);
      } else if (answer.ok) {
        store.setState((state) => ({ rechecked: { ...state.rechecked, [id]: answer.value } }));
      }
    },
    close() {
      abort.abort();
      opening += 1;
      store.setState(closed, true);
    },
  };
}
