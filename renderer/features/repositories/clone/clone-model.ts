import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OfferedHostKey } from '../../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../../main/contract/operation.ts';
import type { deployKey, Repository, RunningClone } from '../../../../main/contract/repositories.ts';
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
  folderName,
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
  /** Names it on this page. */
  readonly id: string;
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

/** Clones go on beside one another, and while no dialog shows them. */
export interface CloneState {
  /** In the order in which they were begun. */
  readonly jobs: readonly CloneJob[];
  /** The one whose dialog is open. */
  readonly shownId: string | null;
}

/** What is typed and decided is about the clone whose dialog is open. */
export interface CloneModel {
  readonly store: StoreApi<CloneState>;
  /** Shows an empty form. */
  open(profileId: string, root: string): void;
  /** Follows the clones that run on a host, whoever began them. */
  follow(profileId: string): Promise<void>;
  /** Shows one that runs, or that failed unseen. */
  show(jobId: string): void;
  change(part: Partial<CloneForm>): void;
  /** Has the host make the key of this repository, or tell the one it made before. */
  makeDeployKey(): Promise<void>;
  /** Clones; what is typed is kept until it worked. */
  run(): Promise<void>;
  /** Trusts the forge's key that was shown, and clones. */
  trust(fingerprint: string): Promise<void>;
  /** Puts the question about the forge's key aside. */
  dismissProblem(): void;
  /** Stops one that runs; the host removes what it made. */
  cancel(jobId: string): Promise<void>;
  /** Forgets one that failed unseen, with what was typed. */
  dismiss(jobId: string): void;
  /** Closes the dialog. What is typed is forgotten, with the token; what runs goes on. */
  close(): void;
}

/** The key of the forge that a failure asks about; null when it asks nothing, or about the host's own key. */
export function askedForgeKey(problem: Problem | null): OfferedHostKey | null {
  return problem?.kind === 'host-key-unknown' && problem.stage === 'clone' ? problem.hostKey : null;
}

/** The clone whose dialog is open. */
export function shownClone({ jobs, shownId }: CloneState): CloneJob | null {
  return jobs.find(({ id }) => id === shownId) ?? null;
}

/** Clones of a host that go on without a dialog, and those that failed so. */
export function unseenClones({ jobs, shownId }: CloneState, profileId: string): readonly CloneJob[] {
  return jobs.filter((job) => job.profileId === profileId && job.id !== shownId);
}

/** What the page does with what a clone came to. */
export interface CloneEnds {
  readonly onDone: (profileId: string, repository: Repository) => void;
  /** Told of a clone whose dialog was closed before. */
  readonly onUnseenEnd: (profileId: string, words: string) => void;
  /** Told of a clone that was over before it could be followed. */
  readonly onUnknownEnd: (profileId: string) => void;
}

function newJob(id: string, profileId: string, root: string, form: CloneForm): CloneJob {
  return {
    id,
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

/** Makes the model, without a clone. */
export function createCloneModel(client: Pick<BerthClient, 'repositories'>, ends: CloneEnds): CloneModel {
  const store = createStore<CloneState>(() => ({ jobs: [], shownId: null }));
  let madeCount = 0;
  const find = (jobId: string) => store.getState().jobs.find(({ id }) => id === jobId) ?? null;
  const shown = () => shownClone(store.getState());
  const change = (jobId: string, part: Partial<CloneJob>) =>
    store.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === jobId ? { ...job, ...part } : job)) }));
  const begin = (profileId: string, root: string, form: CloneForm) => {
    madeCount += 1;
    const job = newJob(`clone-${madeCount}`, profileId, root, form);
    store.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
    return job.id;
  };
  const drop = (jobId: string) =>
    store.setState(({ jobs, shownId }) => ({
      jobs: jobs.filter(({ id }) => id !== jobId),
      shownId: shownId === jobId ? null : shownId,
    }));
  const close = () => {
    const job = shown();
    if (job !== null && job.phase !== 'running') drop(job.id);
    else store.setState({ shownId: null });
  };
  /** Shows in a job how a clone goes from its first step to its end, whoever began it. */
  const attend = (jobId: string, items: () => AsyncIterable<OperationItem<Repository>>) => {
    let steps: readonly ProgressStep[] = [];
    const note = (step: OperationStep) => {
      steps = applyStep(steps, step);
      change(jobId, { steps });
    };
    change(jobId, { phase: 'running', errors: {}, steps, problem: null, isCancelling: false, cancelProblem: null });
    return runOperation(items, note);
  };
  const end = (jobId: string, answer: Answer<Repository>) => {
    const job = find(jobId);
    if (job === null) return;
    const { profileId, form } = job;
    const isShown = store.getState().shownId === jobId;
    if (answer.ok) {
      ends.onDone(profileId, answer.value);
      change(jobId, { phase: 'done', repository: answer.value, form: { ...form, token: '' } });
    } else change(jobId, { phase: 'form', problem: answer.failure, isCancelling: false });
    if (isShown) return;
    ends.onUnseenEnd(profileId, endWords(folderName(form), answer));
    // The form of one that failed unseen is kept, because it holds what was typed.
    if (answer.ok || answer.failure.kind === 'cancelled') drop(jobId);
  };
  const run = async () => {
    const job = shown();
    if (job === null || job.phase === 'running') return;
    const { id, profileId, form, trustedFingerprint } = job;
    const checked = checkCloneForm(profileId, form, trustedFingerprint);
    if (!checked.ok) return change(id, { errors: checked.errors });
    end(id, await attend(id, () => client.repositories.clone(checked.input)));
  };
  const followOne = async (profileId: string, clone: RunningClone) => {
    const { path } = clone;
    const known = store
      .getState()
      .jobs.find((job) => job.profileId === profileId && job.form.path.trim() === path && isUnderWay(job));
    if (known?.phase === 'running') return;
    const id = known?.id ?? begin(profileId, path.slice(0, path.lastIndexOf('/')), formOf(clone));
    const outcome = await attend(id, () => client.repositories.followClone({ profile: profileId, path }));
    if (outcome.ok || outcome.failure.kind !== 'operation-unfinished') return end(id, outcome);
    drop(id);
    ends.onUnknownEnd(profileId);
  };

  return {
    store,
    run,
    close,
    async follow(profileId) {
      const answer = await ask(() => client.repositories.clones({ profile: profileId }));
      if (answer.ok) await Promise.all(answer.value.map((clone) => followOne(profileId, clone)));
    },
    open(profileId, root) {
      close();
      store.setState({ shownId: begin(profileId, root, emptyCloneForm(root)) });
    },
    show: (jobId) => store.setState({ shownId: jobId }),
    change(part) {
      const job = shown();
      if (job === null) return;
      const form = changeCloneForm(job.form, part, job.root);
      const isSameUrl = urlOf(form) === urlOf(job.form);
      change(job.id, {
        form,
        errors: {},
        // A key was trusted for one address, and made for one.
        ...(isSameUrl ? {} : { trustedFingerprint: null, deployKey: null }),
        // Why the last try ended says nothing about one with another login or address.
        ...(isSameUrl && form.login === job.form.login ? {} : { problem: null }),
      });
    },
    async makeDeployKey() {
      const job = shown();
      if (job === null) return;
      const { id, profileId, form } = job;
      const url = urlOf(form);
      const checked = checkCloneForm(profileId, form, null);
      if (!checked.ok && checked.errors.url !== undefined) return change(id, { errors: { url: checked.errors.url } });
      const reading: DeployKeyReading = { url, isMaking: true, key: null, problem: null };
      change(id, { deployKey: reading });
      const answer = await ask(() => client.repositories.deployKey({ profile: profileId, url }));
      if (find(id)?.deployKey !== reading) return;
      const told = answer.ok ? { key: answer.value } : { problem: answer.failure };
      change(id, { deployKey: { ...reading, isMaking: false, ...told } });
    },
    async trust(fingerprint) {
      const job = shown();
      if (job !== null) change(job.id, { trustedFingerprint: fingerprint });
      await run();
    },
    dismissProblem() {
      const job = shown();
      if (job !== null) change(job.id, { problem: null });
    },
    async cancel(jobId) {
      const job = find(jobId);
      if (job?.phase !== 'running' || job.isCancelling) return;
      change(jobId, { isCancelling: true, cancelProblem: null });
      const path = job.form.path.trim();
      const answer = await ask(() => client.repositories.cancelClone({ profile: job.profileId, path }));
      // The clone itself tells its end; only a question that was not heard leaves it running.
      if (!answer.ok) change(jobId, { isCancelling: false, cancelProblem: answer.failure });
      else if (!answer.value.isCancelled) change(jobId, { isCancelling: false });
    },
    dismiss: drop,
  };
}

/** How a clone that nobody looks at came to its end. */
function endWords(name: string, answer: Answer<Repository>): string {
  if (answer.ok) return `${answer.value.name} is cloned.`;
  const { kind, message } = answer.failure;
  if (kind === 'cancelled') return `the clone of ${name} was stopped, and what it had made is removed.`;
  return `cloning ${name} failed. ${message}`;
}

/** Whether this page runs it, or lost sight of it with Berth: then it may still run. */
const isUnderWay = ({ phase, problem }: CloneJob) => phase === 'running' || problem?.kind === 'app-unreachable';
