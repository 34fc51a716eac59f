import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SetupPlan } from '../../../main/contract/setup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyOutput, applyStep } from '../../lib/operation-progress.ts';
import {
  chosenSteps,
  missingSteps,
  type SetupPhase,
  type SetupRun,
  type SetupSource,
  type SetupState,
} from './setup-state.ts';

/** Makes hosts ready; a setup goes on while its dialog is closed, and is shown again when it is opened. */
export interface SetupModel {
  readonly store: StoreApi<SetupState>;
  /** Asks whether a host is ready, and only when it is not what is missing, for its page; one that does not answer stays as it is known. */
  learn(profileId: string): Promise<void>;
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
  /** Stops the setup of the shown host, also one that this page does not follow. */
  cancel(): Promise<void>;
  /** Closes the dialog; what runs goes on. */
  close(): void;
}

/** Makes the model, closed; `onEnd` is told how each setup ended. */
export function createSetupModel(
  client: Pick<BerthClient, 'setup'>,
  clock: PageClock,
  onEnd: (profileId: string, answer: Answer<SetupPlan>) => void,
): SetupModel {
  const store = createStore<SetupState>(() => ({ openId: null, phases: {}, plans: {}, readiness: {} }));
  const phaseOf = (profileId: string | null) => (profileId === null ? undefined : store.getState().phases[profileId]);
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

  const learn = async (profile: string) => {
    const there = await ask(() => client.setup.codeServers({ profile }));
    if (!there.ok) return;
    const { versions, foreign } = there.value;
    if (foreign !== null || versions.some(({ isCurrent }) => isCurrent)) {
      store.setState(({ readiness }) => ({ readiness: { ...readiness, [profile]: true } }));
      return;
    }
    // A plan takes the host seconds, in which it asks its package manager.
    const answer = await ask(() => client.setup.plan({ profile }));
    if (answer.ok) takePlan(profile, answer.value);
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
  const begin = async (profileId: string, asked: Pick<SetupRun, 'what' | 'stepIds' | 'source'>) => {
    if (phaseOf(profileId)?.phase === 'running') return;
    let run: SetupRun = { ...asked, steps: [], output: [] };
    put(profileId, { phase: 'running', run, isCancelling: false, cancelProblem: null });
    const show = (part: Partial<SetupRun>) => {
      run = { ...run, ...part };
      const shown = phaseOf(profileId);
      if (shown?.phase === 'running') put(profileId, { ...shown, run });
    };
    const { stepIds, source } = asked;
    const answer = await runOperation(
      () => client.setup.run({ profile: profileId, steps: [...stepIds], sources: source === 'any' ? [] : [source] }),
      (step) => {
        if (step.state === 'output') show({ output: applyOutput(run.output, step) });
        else show({ steps: applyStep(run.steps, step) });
      },
    );
    // What was done before something failed may be enough for editors.
    if (answer.ok) takePlan(profileId, answer.value);
    else void learn(profileId);
    if (store.getState().openId !== profileId) drop(profileId);
    else if (answer.ok) put(profileId, { phase: 'done', run, plan: answer.value });
    else put(profileId, { phase: 'failed', run, problem: answer.failure });
    onEnd(profileId, answer);
  };

  return {
    store,
    learn,
    async open(profileId) {
      store.setState({ openId: profileId });
      if (phaseOf(profileId)?.phase !== 'running') await plan(profileId);
    },
    async look() {
      const { openId } = store.getState();
      if (openId !== null && phaseOf(openId)?.phase !== 'running') await plan(openId);
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
      if (openId !== null && shown?.phase === 'planned') put(openId, { ...shown, source });
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
    async cancel() {
      const { openId } = store.getState();
      const asked = phaseOf(openId);
      if (openId === null || (asked?.phase !== 'running' && asked?.phase !== 'failed')) return;
      const isOwn = asked.phase === 'running';
      if (isOwn) put(openId, { ...asked, isCancelling: true, cancelProblem: null });
      const answer = await ask(() => client.setup.cancel({ profile: openId }));
      if (!isOwn) {
        if (phaseOf(openId) !== asked) return;
        if (answer.ok) return plan(openId);
        put(openId, { ...asked, problem: answer.failure });
      }
      const shown = phaseOf(openId);
      if (answer.ok || shown?.phase !== 'running') return;
      put(openId, { ...shown, isCancelling: false, cancelProblem: answer.failure });
    },
    close() {
      const { openId } = store.getState();
      store.setState({ openId: null });
      if (openId !== null && phaseOf(openId)?.phase !== 'running') drop(openId);
    },
  };
}
