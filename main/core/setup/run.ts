import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { CodeServerSource, PlanStep, SetupOutcome, SetupPlan } from '../../contract/setup.ts';
import { reachedNoMirror } from './packages/packages.ts';
import { codeServerStepId, packageOf } from './plan.ts';

/** What a run is asked to do. */
export interface RunRequest {
  /** Ids of the plan's steps; empty means all that is to do. */
  readonly steps: readonly string[];
  /** Where code-server comes from; empty means whichever works first. */
  readonly sources: readonly CodeServerSource[];
}

/** What a run is made of, on one host. */
export interface RunParts {
  /** Looks at the host; an abort rejects. */
  readonly plan: (signal?: AbortSignal) => Promise<Result<SetupPlan>>;
  /** Does one step; what it answers does not matter, because the host is looked at again in the end. */
  readonly doStep: (step: PlanStep) => Promise<Result<unknown>>;
  readonly onStep: (step: OperationStep) => void;
  readonly nowMs: () => number;
  /** An abort calls it off; before the first step, it may reject. */
  readonly signal: AbortSignal;
}

/** What no further step could go past. */
const lastKinds: ReadonlySet<Failure['kind']> = new Set([
  'cancelled',
  'link-lost',
  'disconnected',
  'unreachable',
  'timed-out',
  'host-unsupported',
  'lock-broken',
  'record-newer',
]);

/** A package manager that does not come to its end says nothing about the rest; anything else that was too slow does. */
function endsAll({ kind, stage }: Failure): boolean {
  return lastKinds.has(kind) && !(kind === 'timed-out' && stage === 'packages');
}

/** The run was called off between two steps. */
export function setupCancelled(): ReturnType<typeof fail<'cancelled'>> {
  return fail(
    'cancelled',
    'packages',
    'The setup was called off; what was done stays.',
    'Run it again when you like; it goes on from there.',
  );
}

function unknownStep(id: string): ReturnType<typeof fail<'invalid-input'>> {
  return fail('invalid-input', 'input', `The plan has no step "${id}".`, 'Look at the plan again.');
}

function leftToSomebodyElse({ title, command }: PlanStep): ReturnType<typeof fail<'unavailable'>> {
  const nextStep =
    command === null ? `Install ${title} on the server by hand.` : `Run as root on the server: ${command}.`;
  return fail('unavailable', 'packages', `Berth may not install ${title} on this server.`, nextStep);
}

/** The steps that are to be done, or what is wrong with what was asked for. */
function chosenOf({ steps }: SetupPlan, asked: readonly string[]): Result<PlanStep[]> {
  // One that is of no use by now, such as a downloader where code-server is there, was of use when it was asked for.
  const isKnown = (id: string) => packageOf(id) !== null || steps.some((step) => step.id === id);
  const unknown = asked.find((id) => !isKnown(id));
  if (unknown !== undefined) return unknownStep(unknown);
  // What is required is tried also where Berth can only tell why it cannot be brought.
  const isLeft = ({ state, isRequired }: PlanStep) => state === 'todo' || isRequired;
  const isAsked = (step: PlanStep) => (asked.length > 0 ? asked.includes(step.id) : isLeft(step));
  return succeed(steps.filter((step) => step.state !== 'done' && isAsked(step)));
}

interface FailedStep {
  readonly step: PlanStep;
  readonly failure: Failure;
}

/** What was not tried because the one before it met no mirror. */
function noMirrorEither({ title }: PlanStep, { failure: { kind } }: FailedStep): Result<never> {
  return fail(
    kind,
    'packages',
    `The server reached no mirror of its distribution, so ${title} was not installed either.`,
    `Give the server a way to its mirrors, or bring ${title} to it by hand.`,
  );
}

const isPackage = ({ id }: PlanStep) => id !== codeServerStepId;
const nameOf = ({ id, title }: PlanStep) => (id === codeServerStepId ? codeServerStepId : title);

/** One failure for all: of what is required, else of the first one, with the names of all. */
function togetherOf(failed: readonly [FailedStep, ...FailedStep[]], chosenCount: number): Result<never> {
  const { failure } = failed.find(({ step }) => step.isRequired) ?? failed[0];
  const others = failed
    .filter((one) => one.failure.message !== failure.message)
    .map(({ step, failure: other }) => `${nameOf(step)}: ${other.message}`);
  const detail = [...others, ...(failure.detail === null ? [] : [failure.detail])].join('\n');
  const names = failed.map(({ step }) => nameOf(step)).join(', ');
  const isRestDone = failed.length < chosenCount;
  const intro = isRestDone ? `The rest is done, but not ${names}: ` : failed.length > 1 ? `Not done: ${names}. ` : '';
  return {
    ok: false,
    failure: { ...failure, message: `${intro}${failure.message}`, detail: detail === '' ? null : detail },
  };
}

/**
 * Does the chosen steps in the order of the plan. What fails and is not required holds nothing else up and hides nothing that
 * was done; what is there already is left alone, so that a run that was cut off is simply made again.
 */
export async function runSetup(parts: RunParts, steps: RunRequest['steps']): Promise<Result<SetupOutcome>> {
  const { plan, doStep, onStep, nowMs, signal } = parts;
  const before = await plan(signal);
  if (!before.ok) return before;
  const chosen = chosenOf(before.value, steps);
  if (!chosen.ok) return chosen;
  const failed: FailedStep[] = [];
  for (const step of chosen.value) {
    if (signal.aborted) return setupCancelled();
    // Why no code-server runs on a host is told by what would bring one.
    const isLeft = step.state === 'by-hand' && isPackage(step);
    // Without a network, each further package would take a minute of looking up names in vain.
    const offline = isPackage(step) ? failed.find(({ failure }) => reachedNoMirror(failure)) : undefined;
    const done = isLeft
      ? leftToSomebodyElse(step)
      : offline === undefined
        ? await doStep(step)
        : noMirrorEither(step, offline);
    if (done.ok) continue;
    if (endsAll(done.failure)) return done;
    failed.push({ step, failure: done.failure });
    if (isPackage(step)) onStep({ stage: 'packages', state: 'output', title: done.failure.message, atMs: nowMs() });
  }
  const counting = failed.filter(({ step }) => !isMadeUpFor(step, failed, steps));
  const [first, ...rest] = counting;
  const isFailed = failed.length === chosen.value.length || counting.some(({ step }) => step.isRequired);
  if (first !== undefined && isFailed) return togetherOf([first, ...rest], chosen.value.length);
  // Also where it was called off too late: all of it is done.
  const after = await plan(signal.aborted ? undefined : signal);
  if (!after.ok) return after;
  return succeed({ ...after.value, notDone: counting.map(({ step: { id }, failure }) => ({ id, failure })) });
}

/** A host without curl is sent its code-server, so that curl is missed only where it was asked for without that. */
function isMadeUpFor({ id }: PlanStep, failed: readonly FailedStep[], asked: readonly string[]): boolean {
  const isOfUse = asked.length === 0 || asked.includes(codeServerStepId);
  return id === 'package:curl' && isOfUse && !failed.some(({ step }) => step.id === codeServerStepId);
}
