import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Base } from '../../../main/contract/base.ts';
import type { HostSettings, HostSupervision } from '../../../main/contract/hosts.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';

/** A change of the host under way, or what became of the last one. */
export interface HostTask {
  readonly name: 'saving' | 'lingering' | 'base';
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
}

/** Where the dialog is. */
export type HostSettingsState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'reading'; readonly profileId: string }
  | { readonly phase: 'failed'; readonly profileId: string; readonly problem: Problem }
  | {
      readonly phase: 'ready';
      readonly profileId: string;
      readonly settings: HostSettings;
      readonly supervision: Answer<HostSupervision>;
      readonly base: Answer<Base>;
      readonly task: HostTask | null;
    };

/** The settings of one host at a time, in a dialog, and what is known of all hosts. */
export interface HostSettingsModel {
  readonly store: StoreApi<HostSettingsState>;
  /** What each host told last, by profile id, for the parts of the page that depend on it. */
  readonly known: StoreApi<Readonly<Record<string, HostSettings>>>;
  /** Reads the settings of a host without the dialog; one that does not answer stays as it is known. */
  learn(profileId: string): Promise<void>;
  /** Opens the dialog and reads what it shows. */
  open(profileId: string): Promise<void>;
  /** True when they were saved. */
  save(settings: HostSettings): Promise<boolean>;
  /** Lets instances go on after the last logout. */
  allowLingering(): Promise<void>;
  /** Takes the settings and extensions of a repository's instance as what others begin with. */
  saveBase(repositoryId: string): Promise<void>;
  clearBase(): Promise<void>;
  /** Closes the dialog; what is under way goes on. */
  close(): void;
}

type Ready = Extract<HostSettingsState, { phase: 'ready' }>;

/** Makes the model, closed. */
export function createHostSettingsModel(client: Pick<BerthClient, 'hosts' | 'bases'>): HostSettingsModel {
  const store = createStore<HostSettingsState>(() => ({ phase: 'closed' }));
  const known = createStore<Readonly<Record<string, HostSettings>>>(() => ({}));
  const take = (profileId: string, settings: HostSettings) => known.setState({ [profileId]: settings });
  const read = async (profile: string): Promise<Answer<HostSettings>> => {
    const answer = await ask(() => client.hosts.settings({ profile }));
    if (answer.ok) take(profile, answer.value);
    return answer;
  };
  let turn = 0;
  /** Changes what is shown, unless the dialog was closed or opened for another host meanwhile. */
  const change = (ownTurn: number, part: Partial<Ready>) => {
    const state = store.getState();
    if (ownTurn === turn && state.phase === 'ready') store.setState({ ...state, ...part }, true);
  };
  /** Runs one task at a time and shows how it goes; null when there is nothing it could be about. */
  const perform = async <T>(
    name: HostTask['name'],
    act: (profileId: string, onSteps: (steps: readonly ProgressStep[]) => void) => Promise<Answer<T>>,
    partOf: (value: T) => Partial<Ready>,
  ): Promise<boolean> => {
    const state = store.getState();
    if (state.phase !== 'ready' || state.task?.isRunning === true) return false;
    const ownTurn = turn;
    let task: HostTask = { name, isRunning: true, steps: [], problem: null };
    change(ownTurn, { task });
    const answer = await act(state.profileId, (steps) => {
      task = { ...task, steps };
      change(ownTurn, { task });
    });
    if (answer.ok) change(ownTurn, { ...partOf(answer.value), task: { ...task, isRunning: false } });
    else change(ownTurn, { task: { ...task, isRunning: false, problem: answer.failure } });
    return answer.ok;
  };

  return {
    store,
    known,
    learn: async (profileId) => void (await read(profileId)),
    async open(profileId) {
      const ownTurn = ++turn;
      store.setState({ phase: 'reading', profileId }, true);
      const [settings, supervision, base] = await Promise.all([
        read(profileId),
        ask(() => client.hosts.supervision({ profile: profileId })),
        ask(() => client.bases.show({ profile: profileId })),
      ]);
      if (ownTurn !== turn) return;
      store.setState(
        settings.ok
          ? { phase: 'ready', profileId, settings: settings.value, supervision, base, task: null }
          : { phase: 'failed', profileId, problem: settings.failure },
        true,
      );
    },
    save: (settings) =>
      perform(
        'saving',
        async (profile) => {
          const answer = await ask(() => client.hosts.configure({ profile, settings }));
          if (answer.ok) take(profile, answer.value);
          return answer;
        },
        (saved) => ({ settings: saved }),
      ),
    async allowLingering() {
      await perform(
        'lingering',
        (profile) => ask(() => client.hosts.enableLinger({ profile })),
        (value) => ({ supervision: { ok: true, value } }),
      );
    },
    async saveBase(repository) {
      await perform(
        'base',
        (profile, onSteps) => {
          let steps: readonly ProgressStep[] = [];
          return runOperation(
            () => client.bases.save({ profile, repository }),
            (step) => {
              steps = applyStep(steps, step);
              onSteps(steps);
            },
          );
        },
        (value) => ({ base: { ok: true, value } }),
      );
    },
    async clearBase() {
      await perform(
        'base',
        (profile) => ask(() => client.bases.clear({ profile })),
        (value) => ({ base: { ok: true, value } }),
      );
    },
    close() {
      turn += 1;
      store.setState({ phase: 'closed' }, true);
    },
  };
}
