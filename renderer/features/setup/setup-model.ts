import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OperationItem } from '../../../main/contract/operation.ts';
import type { SetupOutcome, SetupPlan } from '../../../main/contract/setup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyOutput, applyStep } from '../../lib/operation-progress.ts';
import { type FoundSetup, findSetup } from './find-setup.ts';
import {
  type AskedRun,
  askedRun,
  chosenSteps,
  isLostSight,
  missingSteps,
  type SetupPhase,
  type SetupRun,
  type SetupSource,
  type SetupState,
} from './setup-state.ts';

interface EndedRun {
  readonly run: SetupRun;
  readonly answer: Answer<SetupOutcome>;
}

/** Makes hosts ready; a setup goes on while its dialog is closed, and is shown again when it is opened. */
export interface SetupModel {
  readonly store: StoreApi<SetupState>;
  /** Asks whether a host is ready, and only when it is not what is missing, for its page; one that does not answer stays as it is known. */
  learn(profileId: string): Promise<void>;
  /** Follows a setup that runs there, whoever began it; true when there is one. */
  follow(profileId: string): Promise<boolean>;
  /** Opens the dialog: on what runs there, else on a fresh plan. */
  open(profileId: string): Promise<void>;
  /** Asks for the plan again. */
  look(): Promise<void>;
  /** Lets an optional step be done, or not. */
  tick(stepId: string, isTicked: boolean): void;
  /** Chooses from where VS Code comes. */
  choose(source: SetupSource): void;
  /** Does what the shown plan says. */
  run(): Promise<void>;
  /** Opens the dialog and brings the version of this Berth to a host, beside the ones it has. */
  update(profileId: string): Promise<void>;
  /** Does again what failed; what was done before is left alone. */
  again(): Promise<void>;
  /** Tries once more what could not be done although the setup came to its end. */
  finish(): Promise<void>;
  /** Stops the setup of the shown host. */
  cancel(): Promise<void>;
  /** Closes the dialog; what runs goes on. */
  close(): void;
}

/** Makes the model, closed; `onEnd` is told how each setup ended, and whether its dialog says so already. */
export function createSetupModel(
  client: Pick<BerthClient, 'setup'>,
  clock: PageClock,
  onEnd: (profileId: string, answer: Answer<SetupOutcome>, isSeen: boolean) => void,
): SetupModel {
  const store = createStore<SetupState>(() => ({ openId: null, phases: {}, plans: {}, readiness: {} }));
  /** How many setups came to their end on each host: what was asked before that is not news any more. */
  const endCounts = new Map<string, number>();
  /** When the last end of each host was told here, epoch milliseconds: a setup that began before that is no other one. */
  const toldMs = new Map<string, number>();
  const phaseOf = (profileId: string | null) => (profileId === null ? undefined : store.getState().phases[profileId]);
  const isRunning = (profileId: string) => phaseOf(profileId)?.phase === 'running';
  const put = (profileId: string, phase: SetupPhase) =>
    store.setState(({ phases }) => ({ phases: { ...phases, [profileId]: phase } }));
  const takePlan = (profileId: string, plan: SetupPlan) =>
    store.setState(({ plans, readiness }) => ({
      plans: { ...plans, [profileId]: plan },
      readiness: { ...readiness, [profileId]: missingSteps(plan).length === 0 },
    }));
  const drop = (profileId: string) =>
    store.setState(({ phases }) => {
      const { [profileId]: _dropped, ...rest } = phases;
      return { phases: rest };
    });

  /** Whether a host has what editors need; null when that is not told, or not news any more. */
  const learnReadiness = async (profile: string) => {
    const endCount = endCounts.get(profile);
    const there = await ask(() => client.setup.codeServers({ profile }));
    if (!there.ok || endCounts.get(profile) !== endCount) return null;
    const { versions, foreign } = there.value;
    const isReady = foreign !== null || versions.some(({ isCurrent }) => isCurrent);
    store.setState(({ readiness }) => ({ readiness: { ...readiness, [profile]: isReady } }));
    return isReady;
  };
  const learn = async (profile: string) => {
    const endCount = endCounts.get(profile);
    const isOld = () => endCounts.get(profile) !== endCount;
    if ((await learnReadiness(profile)) !== false) return;
    // A plan takes the host seconds, in which it asks its package manager.
    const answer = await ask(() => client.setup.plan({ profile }));
    if (answer.ok && !isOld()) takePlan(profile, answer.value);
  };
  const plan = async (profileId: string) => {
    const planning: SetupPhase = { phase: 'planning', sinceMs: clock.nowMs() };
    put(profileId, planning);
    const answer = await ask(() => client.setup.plan({ profile: profileId }));
    if (answer.ok) takePlan(profileId, answer.value);
    if (phaseOf(profileId) !== planning) return;
    if (!answer.ok) return put(profileId, { phase: 'unplanned', problem: answer.failure });
    put(profileId, { phase: 'planned', plan: answer.value, unticked: new Set(), source: 'any' });
  };
  /** Shows a run from its first item on, whoever began it, until it tells its end. */
  const show = async (
    profileId: string,
    asked: AskedRun,
    items: () => AsyncIterable<OperationItem<SetupOutcome>>,
  ): Promise<EndedRun> => {
    let run: SetupRun = { ...asked, steps: [], output: [] };
    put(profileId, { phase: 'running', run, isCancelling: false, cancelProblem: null });
    const add = (part: Partial<SetupRun>) => {
      run = { ...run, ...part };
      const shown = phaseOf(profileId);
      if (shown?.phase === 'running') put(profileId, { ...shown, run });
    };
    const answer = await runOperation(items, (step) => {
      if (step.state === 'output') add({ output: applyOutput(run.output, step) });
      else add({ steps: applyStep(run.steps, step) });
    });
    return { run, answer };
  };
  const conclude = (profileId: string, { run, answer }: EndedRun) => {
    endCounts.set(profileId, (endCounts.get(profileId) ?? 0) + 1);
    // Where Berth was lost sight of, the setup itself may go on.
    const isLost = !answer.ok && isLostSight(answer.failure);
    if (!isLost) toldMs.set(profileId, clock.nowMs());
    // What was done before something failed may be enough for editors.
    if (answer.ok) takePlan(profileId, answer.value);
    else void learn(profileId);
    const isSeen = store.getState().openId === profileId;
    if (!answer.ok && (isSeen || !(isLost || answer.failure.kind === 'cancelled'))) {
      // One that nobody looks at waits on the host's page.
      put(profileId, { phase: 'failed', run, problem: answer.failure });
    } else if (answer.ok && isSeen) put(profileId, { phase: 'done', run, outcome: answer.value });
    else drop(profileId);
    onEnd(profileId, answer, isSeen);
  };
  const attend = async (profileId: string, { asked, items }: FoundSetup, isReady: boolean) =>
    conclude(profileId, await show(profileId, askedRun(asked, isReady), () => items));
  const follow = async (profileId: string) => {
    if (isRunning(profileId)) return true;
    const found = await findSetup(client, profileId);
    if (found === null) return isRunning(profileId);
    const isReady = store.getState().readiness[profileId] ?? (await learnReadiness(profileId));
    // Two may have asked at the same time, and an end is told once.
    if (isRunning(profileId) || found.asked.startedAtMs <= (toldMs.get(profileId) ?? 0)) {
      found.leave();
      return isRunning(profileId);
    }
    void attend(profileId, found, isReady === true);
    return true;
  };
  const begin = async (profileId: string, asked: AskedRun) => {
    if (isRunning(profileId)) return;
    const { stepIds, source } = asked;
    const sources = source === 'any' ? [] : [source];
    const isReady = store.getState().readiness[profileId] === true;
    const ended = await show(profileId, asked, () =>
      client.setup.run({ profile: profileId, steps: [...stepIds], sources }),
    );
    // Another window was quicker: what it does is shown instead.
    const isBusy = !ended.answer.ok && ended.answer.failure.kind === 'busy';
    const found = isBusy ? await findSetup(client, profileId) : null;
    if (found === null) conclude(profileId, ended);
    else void attend(profileId, found, isReady);
  };

  return {
    store,
    learn,
    follow,
    async open(profileId) {
      store.setState({ openId: profileId });
      // One that failed while nobody looked is shown first.
      if (isRunning(profileId) || phaseOf(profileId)?.phase === 'failed') return;
      put(profileId, { phase: 'planning', sinceMs: clock.nowMs() });
      const isFollowed = await follow(profileId);
      if (!isFollowed && store.getState().openId === profileId) await plan(profileId);
    },
    async look() {
      const { openId } = store.getState();
      if (openId !== null && !isRunning(openId)) await plan(openId);
    },
    tick(stepId, isTicked) {
      const { openId } = store.getState();
      const shown = phaseOf(openId);
      if (openId === null || shown?.phase !== 'planned') return;
      const unticked = new Set(shown.unticked);
      if (isTicked) unticked.delete(stepId);
      else unticked.add(stepId);
      put(openId, { ...shown, unticked });
    },
    choose(source) {
      const { openId } = store.getState();
      const shown = phaseOf(openId);
      if (openId === null || shown?.phase !== 'planned') return;
      const unticked = new Set(shown.unticked);
      // Curl is there to download with; whoever wants it all the same ticks it again.
      if (source === 'any' || source === 'release') unticked.delete('package:curl');
      else unticked.add('package:curl');
      put(openId, { ...shown, source, unticked });
    },
    async run() {
      const { openId } = store.getState();
      const shown = phaseOf(openId);
      if (openId === null || shown?.phase !== 'planned') return;
      const stepIds = chosenSteps(shown.plan, shown.unticked).map(({ id }) => id);
      // No ids would mean all of them.
      if (stepIds.length > 0) await begin(openId, { what: 'setup', stepIds, source: shown.source });
    },
    async update(profileId) {
      store.setState({ openId: profileId });
      await begin(profileId, { what: 'update', stepIds: ['code-server'], source: 'any' });
    },
    async again() {
      const { openId } = store.getState();
      const shown = phaseOf(openId);
      if (openId !== null && shown?.phase === 'failed') await begin(openId, shown.run);
    },
    async finish() {
      const { openId } = store.getState();
      const shown = phaseOf(openId);
      if (openId === null || shown?.phase !== 'done' || shown.outcome.notDone.length === 0) return;
      await begin(openId, { ...shown.run, stepIds: shown.outcome.notDone.map(({ id }) => id) });
    },
    async cancel() {
      const { openId } = store.getState();
      const asked = phaseOf(openId);
      if (openId === null || asked?.phase !== 'running' || asked.isCancelling) return;
      put(openId, { ...asked, isCancelling: true, cancelProblem: null });
      const answer = await ask(() => client.setup.cancel({ profile: openId }));
      const shown = phaseOf(openId);
      if (shown?.phase !== 'running') return;
      // The setup itself tells its end; only one that was not stopped is left as it was.
      if (!answer.ok) put(openId, { ...shown, isCancelling: false, cancelProblem: answer.failure });
      else if (!answer.value.isCancelled) put(openId, { ...shown, isCancelling: false });
    },
    close() {
      const { openId } = store.getState();
      store.setState({ openId: null });
      if (openId !== null && !isRunning(openId)) drop(openId);
    },
  };
}
