import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CodeServers } from '../../../main/contract/setup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';

/** A change of one version under way, or why the last one failed. */
export interface VersionTask {
  readonly action: 'use' | 'remove';
  readonly version: string;
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
}

/** Instances that run with another version than new starts get, where that is one of Berth's. */
export function outdatedIds({ versions }: CodeServers): readonly string[] {
  if (!versions.some(({ isCurrent }) => isCurrent)) return [];
  return versions.flatMap(({ isCurrent, usedBy }) => (isCurrent ? [] : usedBy));
}

/** Where the dialog is. */
export type VersionsState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'reading'; readonly profileId: string }
  | { readonly phase: 'failed'; readonly profileId: string; readonly problem: Problem }
  | {
      readonly phase: 'ready';
      readonly profileId: string;
      readonly codeServers: CodeServers;
      readonly task: VersionTask | null;
    };

/** The versions of VS Code on one host at a time, in a dialog. */
export interface VersionsModel {
  readonly store: StoreApi<VersionsState>;
  open(profileId: string): Promise<void>;
  /** Lets starts use a version that is there. */
  use(version: string): Promise<void>;
  remove(version: string): Promise<void>;
  /** Reads the list once more where it is shown; one that cannot be read leaves the last one. */
  refresh(profileId: string): Promise<void>;
  /** Closes the dialog; what is under way goes on. */
  close(): void;
}

const doneWords = {
  use: (version: string) => `editors start with VS Code ${version}.`,
  remove: (version: string) => `VS Code ${version} is removed.`,
} as const;

/** Makes the model, closed; `onUnseenEnd` is told how a change ended whose dialog was closed before. */
export function createVersionsModel(
  client: Pick<BerthClient, 'setup'>,
  onUnseenEnd: (profileId: string, words: string) => void,
): VersionsModel {
  const store = createStore<VersionsState>(() => ({ phase: 'closed' }));
  // Its name is no React hook's.
  const { useCodeServer: makeCurrent } = client.setup;
  let turn = 0;
  const change = async (action: VersionTask['action'], version: string) => {
    const shown = store.getState();
    if (shown.phase !== 'ready' || shown.task?.isRunning === true) return;
    const { profileId } = shown;
    const ownTurn = turn;
    let task: VersionTask = { action, version, isRunning: true, steps: [], problem: null };
    const show = (part: Partial<VersionTask>, codeServers?: CodeServers) => {
      task = { ...task, ...part };
      const state = store.getState();
      if (ownTurn !== turn || state.phase !== 'ready') return;
      store.setState({ ...state, task, codeServers: codeServers ?? state.codeServers }, true);
    };
    show({});
    const input = { profile: profileId, version };
    const answer = await runOperation(
      () => (action === 'use' ? makeCurrent(input) : client.setup.removeCodeServer(input)),
      (step) => show({ steps: applyStep(task.steps, step) }),
    );
    if (ownTurn !== turn) onUnseenEnd(profileId, answer.ok ? doneWords[action](version) : answer.failure.message);
    else if (answer.ok) show({ isRunning: false }, answer.value);
    else show({ isRunning: false, problem: answer.failure });
  };
  return {
    store,
    async open(profileId) {
      const ownTurn = ++turn;
      store.setState({ phase: 'reading', profileId }, true);
      const answer = await ask(() => client.setup.codeServers({ profile: profileId }));
      if (ownTurn !== turn) return;
      store.setState(
        answer.ok
          ? { phase: 'ready', profileId, codeServers: answer.value, task: null }
          : { phase: 'failed', profileId, problem: answer.failure },
        true,
      );
    },
    use: (version) => change('use', version),
    remove: (version) => change('remove', version),
    async refresh(profileId) {
      const ownTurn = turn;
      const answer = await ask(() => client.setup.codeServers({ profile: profileId }));
      const shown = store.getState();
      const isShown = ownTurn === turn && shown.phase === 'ready' && shown.profileId === profileId;
      // What is being changed tells the list itself when it is done.
      if (!answer.ok || !isShown || shown.task?.isRunning === true) return;
      store.setState({ ...shown, codeServers: answer.value }, true);
    },
    close() {
      turn += 1;
      store.setState({ phase: 'closed' }, true);
    },
  };
}
