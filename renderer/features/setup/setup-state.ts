import type { Failure } from '../../../main/contract/failure.ts';
import type { CodeServerSource, PlanStep, SetupOutcome, SetupPlan } from '../../../main/contract/setup.ts';
import type { Problem } from '../../api/problem.ts';
import type { ProgressStep } from '../../lib/operation-progress.ts';

/** From where VS Code comes; `any` is whichever works first. */
export type SetupSource = CodeServerSource | 'any';

/** A setup that runs or ran. */
export interface SetupRun {
  /** `update` brings another version of VS Code and nothing else. */
  readonly what: 'setup' | 'update';
  readonly stepIds: readonly string[];
  readonly source: SetupSource;
  readonly steps: readonly ProgressStep[];
  /** The last lines that programs printed. */
  readonly output: readonly string[];
}

/** What a run was asked to do. */
export type AskedRun = Pick<SetupRun, 'what' | 'stepIds' | 'source'>;

/** What a run was asked to do that somebody else began; on a host that was ready, VS Code alone is an update. */
export function askedRun(
  { steps, sources }: { readonly steps: readonly string[]; readonly sources: readonly CodeServerSource[] },
  isReady: boolean,
): AskedRun {
  const [first, ...others] = sources;
  const isUpdate = isReady && steps.length === 1 && steps[0] === 'code-server';
  const source = first === undefined || others.length > 0 ? 'any' : first;
  return { what: isUpdate ? 'update' : 'setup', stepIds: steps, source };
}

/** Whether Berth itself was lost sight of, which says nothing about a setup. */
export function isLostSight({ kind }: Problem): boolean {
  return kind === 'app-unreachable' || kind === 'operation-unfinished';
}

/** Where the setup of one host is; nothing is changed before `running`. */
export type SetupPhase =
  | { readonly phase: 'planning'; readonly sinceMs: number }
  | { readonly phase: 'unplanned'; readonly problem: Problem }
  | {
      readonly phase: 'planned';
      readonly plan: SetupPlan;
      /** Ids of the optional steps that are left out. */
      readonly unticked: ReadonlySet<string>;
      readonly source: SetupSource;
    }
  | {
      readonly phase: 'running';
      readonly run: SetupRun;
      readonly isCancelling: boolean;
      /** Why it could not be cancelled. */
      readonly cancelProblem: Problem | null;
    }
  | { readonly phase: 'failed'; readonly run: SetupRun; readonly problem: Problem }
  | { readonly phase: 'done'; readonly run: SetupRun; readonly outcome: SetupOutcome };

/** The setups of all hosts. */
export interface SetupState {
  /** The host whose dialog is open. */
  readonly openId: string | null;
  readonly phases: Readonly<Record<string, SetupPhase>>;
  /** What each host's last plan said; a host that was ready when it was asked about has none. */
  readonly plans: Readonly<Record<string, SetupPlan>>;
  /** Whether a host has what editors need; undefined while it has not told. */
  readonly readiness: Readonly<Record<string, boolean>>;
}

/** The steps that a run of the plan as it is ticked would do. */
export function chosenSteps({ steps }: SetupPlan, unticked: ReadonlySet<string>): readonly PlanStep[] {
  return steps.filter(({ id, state, isRequired }) => state === 'todo' && (isRequired || !unticked.has(id)));
}

/** What a setup leaves to do: what could not be done, with the reason, and what somebody else has to do. */
export interface LeftStep {
  readonly step: PlanStep;
  /** Null for what Berth may not do at all. */
  readonly failure: Failure | null;
}

/** What is left to do after a setup, in the order of the plan. */
export function leftSteps({ steps, notDone }: SetupOutcome): readonly LeftStep[] {
  const failures = new Map(notDone.map(({ id, failure }) => [id, failure]));
  return steps
    .filter(({ id, state }) => state !== 'done' && (state === 'by-hand' || failures.has(id)))
    .map((step) => ({ step, failure: failures.get(step.id) ?? null }));
}

/** What editors need and do not have. */
export function missingSteps({ steps }: SetupPlan): readonly PlanStep[] {
  return steps.filter(({ isRequired, state }) => isRequired && state !== 'done');
}
