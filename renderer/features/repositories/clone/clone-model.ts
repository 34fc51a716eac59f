import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OfferedHostKey } from '../../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../../main/contract/operation.ts';
import type { deployKey, Repository } from '../../../../main/contract/repositories.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../../api/problem.ts';
import { runOperation } from '../../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../../lib/operation-progress.ts';
import {
  type CloneErrors,
  type CloneForm,
  changeCloneForm,
  checkCloneForm,
  emptyCloneForm,
  formOf,
  urlOf,
} from './clone-form.ts';

export type DeployKey = ReturnType<typeof deployKey.parse>;

/** The key that the host made for the repository. */
export interface DeployKeyReading {
  /** The address that it belongs to. */
  readonly url: string;
  readonly isMaking: boolean;
  readonly key: DeployKey | null;
  readonly problem: Problem | null;
}

/** One clone, from the first letter of its address to its end. */
export interface CloneJob {
  readonly profileId: string;
  /** The folder that new repositories go to. */
  readonly root: string;
  readonly form: CloneForm;
  readonly errors: CloneErrors;
  readonly phase: 'form' | 'running' | 'done';
  readonly steps: readonly ProgressStep[];
  readonly isCancelling: boolean;
  /** Why it could not be stopped. */
  readonly cancelProblem: Problem | null;
  /** Why the last try ended; about an unknown key it is a question. */
  readonly problem: Problem | null;
  /** The key of the forge that was looked at and is trusted. */
  readonly trustedFingerprint: string | null;
  readonly deployKey: DeployKeyReading | null;
  /** What came of it. */
  readonly repository: Repository | null;
}

/** One clone at a time; one that runs goes on while its dialog is closed. */
export interface CloneState {
  readonly isShown: boolean;
  readonly job: CloneJob | null;
}

export interface CloneModel {
  readonly store: StoreApi<CloneState>;
  /** Shows the form, or the clone that runs. */
  open(profileId: string, root: string): void;
  /** Follows a clone that runs on a host, whoever began it, unless this page has one already. */
  follow(profileId: string): Promise<void>;
  /** Shows the clone that runs, or that failed unseen. */
  show(): void;
  change(part: Partial<CloneForm>): void;
  /** Has the host make the key of this repository, or tell the one it made before. */
  makeDeployKey(): Promise<void>;
  /** Clones; what is typed is kept until it worked. */
  run(): Promise<void>;
  /** Trusts the forge's key that was shown, and clones. */
  trust(fingerprint: string): Promise<void>;
  /** Puts the question about the forge's key aside. */
  dismissProblem(): void;
  /** Stops the clone that runs; the host removes what it made. */
  cancel(): Promise<void>;
  /** Closes the dialog. What is typed is forgotten, with the token; what runs goes on. */
  close(): void;
}

/** The key of the forge that a failure asks about; null when it asks nothing, or about the host's own key. */
export function askedForgeKey(problem: Problem | null): OfferedHostKey | null {
  return problem?.kind === 'host-key-unknown' && problem.stage === 'clone' ? problem.hostKey : null;
}

/** What the page does with what a clone came to. */
export interface CloneEnds {
  readonly onDone: (profileId: string, repository: Repository) => void;
  /** Told of a clone whose dialog was closed before. */
  readonly onUnseenEnd: (profileId: string, words: string) => void;
  /** Told of a clone that was over before it could be followed. */
  readonly onUnknownEnd: (profileId: string) => void;
}

function newJob(profileId: string, root: string, form: CloneForm): CloneJob {
  return {
    profileId,
    root,
    form,
    errors: {},
    phase: 'form',
    steps: [],
    isCancelling: false,
    cancelProblem: null,
    problem: null,
    trustedFingerprint: null,
    deployKey: null,
    repository: null,
  };
}

const doneJob = (job: CloneJob, repository: Repository): CloneJob => ({
  ...job,
  phase: 'done',
  repository,
  form: { ...job.form, token: '' },
});

/** What is typed, and what this page runs itself, is not put aside for a clone that was begun elsewhere. */
const canFollow = (job: CloneJob | null, profileId: string) =>
  job === null || (job.profileId === profileId && job.problem?.kind === 'app-unreachable');

/** Makes the model, closed. */
export function createCloneModel(client: Pick<BerthClient, 'repositories'>, ends: CloneEnds): CloneModel {
  const store = createStore<CloneState>(() => ({ isShown: false, job: null }));
  const change = (part: Partial<CloneJob>) =>
    store.setState(({ job }) => (job === null ? {} : { job: { ...job, ...part } }));
  const run = async () => {
    const { job } = store.getState();
    if (job === null || job.phase === 'running') return;
    const { profileId, form } = job;
    const checked = checkCloneForm(profileId, form, job.trustedFingerprint);
    if (!checked.ok) return change({ errors: checked.errors });
    end(profileId, await attend(() => client.repositories.clone(checked.input)));
  };
  /** Shows the clone of the job from its first step to its end, whoever began it. */
  const attend = (items: () => AsyncIterable<OperationItem<Repository>>) => {
    let steps: readonly ProgressStep[] = [];
    const note = (step: OperationStep) => {
      steps = applyStep(steps, step);
      change({ steps });
    };
    change({ phase: 'running', errors: {}, steps, problem: null, isCancelling: false, cancelProblem: null });
    return runOperation(items, note);
  };
  const end = (profileId: string, answer: Answer<Repository>) => {
    const { isShown } = store.getState();
    if (answer.ok) {
      ends.onDone(profileId, answer.value);
      store.setState(({ job }) => (job === null ? {} : { job: doneJob(job, answer.value) }));
    } else change({ phase: 'form', problem: answer.failure, isCancelling: false });
    if (isShown) return;
    ends.onUnseenEnd(profileId, answer.ok ? `${answer.value.name} is cloned.` : answer.failure.message);
    // The form of one that failed unseen is kept, because it holds what was typed.
    if (answer.ok || answer.failure.kind === 'cancelled') store.setState({ job: null });
  };

  return {
    store,
    run,
    async follow(profileId) {
      if (!canFollow(store.getState().job, profileId)) return;
      const answer = await ask(() => client.repositories.clones({ profile: profileId }));
      const { job } = store.getState();
      if (!answer.ok || !canFollow(job, profileId)) return;
      const found = answer.value.find(({ path }) => job === null || path === job.form.path.trim());
      if (found === undefined) return;
      const { path } = found;
      if (job === null) store.setState({ job: newJob(profileId, path.slice(0, path.lastIndexOf('/')), formOf(found)) });
      const outcome = await attend(() => client.repositories.followClone({ profile: profileId, path }));
      if (outcome.ok || outcome.failure.kind !== 'operation-unfinished') return end(profileId, outcome);
      store.setState({ isShown: false, job: null });
      ends.onUnknownEnd(profileId);
    },
    open(profileId, root) {
      const { job } = store.getState();
      const isKept = job?.phase === 'running' || (job?.problem != null && job.profileId === profileId);
      store.setState(
        isKept ? { isShown: true } : { isShown: true, job: newJob(profileId, root, emptyCloneForm(root)) },
      );
    },
    show: () => store.setState(({ job }) => ({ isShown: job !== null })),
    change(part) {
      const { job } = store.getState();
      if (job === null) return;
      const form = changeCloneForm(job.form, part, job.root);
      const isSameUrl = urlOf(form) === urlOf(job.form);
      change({
        form,
        errors: {},
        // A key was trusted for one address, and made for one.
        ...(isSameUrl ? {} : { trustedFingerprint: null, deployKey: null }),
        // Why the last try ended says nothing about one with another login or address.
        ...(isSameUrl && form.login === job.form.login ? {} : { problem: null }),
      });
    },
    async makeDeployKey() {
      const { job } = store.getState();
      if (job === null) return;
      const url = urlOf(job.form);
      const checked = checkCloneForm(job.profileId, job.form, null);
      if (!checked.ok && checked.errors.url !== undefined) return change({ errors: { url: checked.errors.url } });
      const reading: DeployKeyReading = { url, isMaking: true, key: null, problem: null };
      change({ deployKey: reading });
      const answer = await ask(() => client.repositories.deployKey({ profile: job.profileId, url }));
      if (store.getState().job?.deployKey !== reading) return;
      const told = answer.ok ? { key: answer.value } : { problem: answer.failure };
      change({ deployKey: { ...reading, isMaking: false, ...told } });
    },
    async trust(fingerprint) {
      change({ trustedFingerprint: fingerprint });
      await run();
    },
    dismissProblem: () => change({ problem: null }),
    async cancel() {
      const { job } = store.getState();
      if (job?.phase !== 'running' || job.isCancelling) return;
      change({ isCancelling: true, cancelProblem: null });
      const path = job.form.path.trim();
      const answer = await ask(() => client.repositories.cancelClone({ profile: job.profileId, path }));
      // The clone itself tells its end; only a question that was not heard leaves it running.
      if (!answer.ok) change({ isCancelling: false, cancelProblem: answer.failure });
      else if (!answer.value.isCancelled) change({ isCancelling: false });
    },
    close: () => store.setState(({ job }) => ({ isShown: false, job: job?.phase === 'running' ? job : null })),
  };
}
