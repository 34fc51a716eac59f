import { type Failure, fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../main/contract/operation.ts';
import type {
  Check,
  Checkup,
  CodeServerSource,
  CodeServers,
  PlanStep,
  SetupItem,
  SetupOutcome,
  SetupPlan,
} from '../../../main/contract/setup.ts';
import { soundChecks } from './fake-checks.ts';
import { oneVersion, planOf, readyPlan, versionOf } from './fake-plans.ts';
import { FakeRun } from './fake-run.ts';

/** What a fake host says about its setup; left out, it is ready and well. */
export interface FakeSetupPart {
  plan?: SetupPlan;
  checks?: Check[];
  codeServers?: CodeServers;
  /** Why a check-up cannot be made; null lets it be. */
  doctorFailure?: Failure | null;
  /** At which step a setup fails, once, and how. */
  setupFailure?: { readonly stepId: string; readonly failure: Failure } | null;
  /** The step in the middle of which a setup stands still until it is called off. */
  stallsAt?: string;
  /** Why a fix or a change of the versions fails, once. */
  fixFailure?: Failure | null;
  startFailure?: Failure;
}

interface SetupHost extends FakeSetupPart {
  readonly profile: { readonly id: string; readonly name: string };
}

interface FakeSetupParts {
  readonly host: (reference: string) => SetupHost;
  /** Answers as a host does whose link is up. */
  readonly linked: <T>(reference: string, answer: (host: SetupHost) => T) => Promise<Result<T>>;
  readonly pauseStep: () => Promise<void>;
}

type Operation<T> = AsyncGenerator<OperationItem<T>>;
interface OnHost {
  readonly profile: string;
}
interface AskedSetup extends OnHost {
  readonly steps: string[];
  readonly sources: CodeServerSource[];
}
/** A setup under way. */
interface RunningSetup {
  readonly asked: AskedSetup;
  readonly run: FakeRun<SetupOutcome>;
  readonly cancelling: AbortController;
}

const stepOf = (stage: OperationStep['stage'], title: string, state: OperationStep['state'], share?: number) =>
  ({
    type: 'step',
    step: { stage, title, state, atMs: Date.now(), ...(share === undefined ? {} : { share }) },
  }) as const;

/** What no further step goes past. */
const endsAll: ReadonlySet<Failure['kind']> = new Set(['cancelled', 'busy', 'link-lost']);

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The check-ups, setups and versions of fake hosts. */
export class FakeSetup {
  readonly #parts: FakeSetupParts;
  readonly #running = new Map<string, RunningSetup>();

  constructor(parts: FakeSetupParts) {
    this.#parts = parts;
  }

  /** The handlers of `setup`. */
  handlers() {
    const { linked, pauseStep } = this.#parts;
    return {
      doctor: async ({ profile }: OnHost): Promise<Result<Checkup>> => {
        await pauseStep();
        const failure = this.#parts.host(profile).doctorFailure ?? null;
        if (failure !== null) return { ok: false, failure };
        return linked(profile, (host) => checkupOf(host, Date.now()));
      },
      fix: (input: OnHost & { check: string }) => this.#fix(input),
      plan: async ({ profile }: OnHost) => {
        await pauseStep();
        return linked(profile, ({ plan }) => plan ?? readyPlan);
      },
      run: (input: AskedSetup) => this.#run(input),
      follow: (input: OnHost) => this.#follow(input),
      cancel: async ({ profile }: OnHost) => {
        const setup = this.#running.get(this.#parts.host(profile).profile.id);
        setup?.cancelling.abort();
        return succeed({ isCancelled: setup !== undefined });
      },
      codeServers: ({ profile }: OnHost) => linked(profile, codeServersOf),
      useCodeServer: (input: OnHost & { version: string }) =>
        this.#change(input, 'switch', `Checking that ${input.version} answers`, (known) => ({
          ...known,
          versions: known.versions.map((one) => ({
            ...one,
            isCurrent: one.version === input.version,
            isPrevious: one.isCurrent,
          })),
        })),
      removeCodeServer: (input: OnHost & { version: string }) =>
        this.#change(input, 'unpack', `Removing ${input.version}`, (known) => ({
          ...known,
          versions: known.versions.filter(({ version }) => version !== input.version),
        })),
    };
  }

  async *#fix({ profile, check: id }: OnHost & { check: string }): Operation<Check> {
    const host = this.#parts.host(profile);
    const known = host.checks?.find((one) => one.id === id);
    if (known === undefined) throw new Error(`The fake has no check ${id}`);
    yield stepOf('doctor', `Putting right: ${known.title}`, 'started');
    await this.#parts.pauseStep();
    const failure = takeFixFailure(host);
    if (failure !== null) {
      yield { type: 'failed', failure };
      return;
    }
    yield stepOf('doctor', `Putting right: ${known.title}`, 'done');
    const fixed: Check = { ...known, outcome: 'ok', seen: 'It is as it should be.', fix: null };
    host.checks = host.checks?.map((one) => (one.id === id ? fixed : one)) ?? [];
    yield { type: 'done', value: fixed };
  }

  async *#run(asked: AskedSetup): Operation<SetupOutcome> {
    const host = this.#parts.host(asked.profile);
    const { id } = host.profile;
    if (this.#running.has(id)) {
      yield { type: 'failed', failure: fail('busy', 'script', 'A setup runs already.', 'Wait for its end.').failure };
      return;
    }
    const cancelling = new AbortController();
    const run = new FakeRun(this.#runSteps(host, asked.steps, cancelling.signal), () => this.#running.delete(id));
    this.#running.set(id, { asked, run, cancelling });
    yield* run.follow();
  }

  async *#follow({ profile }: OnHost): AsyncGenerator<SetupItem> {
    const setup = this.#running.get(this.#parts.host(profile).profile.id);
    if (setup === undefined) return;
    const { asked, run } = setup;
    yield { type: 'asked', steps: asked.steps, sources: asked.sources, startedAtMs: run.startedAtMs };
    yield* run.follow();
  }

  async *#runSteps(host: SetupHost, asked: readonly string[], cancelled: AbortSignal): Operation<SetupOutcome> {
    const isAsked = ({ id, state }: PlanStep) => state === 'todo' && (asked.length === 0 || asked.includes(id));
    const chosen = (host.plan ?? readyPlan).steps.filter(isAsked);
    const notDone: { id: string; failure: Failure }[] = [];
    for (const step of chosen) {
      const failure = yield* this.#do(host, step, cancelled);
      if (failure === null) finish(host, step);
      else notDone.push({ id: step.id, failure });
      if (failure === null) continue;
      if (step.isRequired || endsAll.has(failure.kind) || notDone.length === chosen.length) {
        yield { type: 'failed', failure };
        return;
      }
    }
    yield { type: 'done', value: { ...(host.plan ?? readyPlan), notDone } };
  }

  /** One step with what it prints and how far it is; what stopped it, or null. */
  async *#do(
    host: SetupHost,
    { id, title }: PlanStep,
    cancelled: AbortSignal,
  ): AsyncGenerator<OperationItem<SetupOutcome>, Failure | null> {
    const isEditor = id === 'code-server';
    const stage = isEditor ? 'download' : 'packages';
    const words = isEditor ? 'Downloading code-server' : `Installing ${title}`;
    yield stepOf(stage, words, 'started');
    for (const share of [0.2, 0.6, 1]) {
      const told = isEditor ? `${Math.round(share * 222)} MB of 222 MB` : words;
      yield stepOf(stage, told, 'progress', share);
      if (!isEditor) yield stepOf(stage, `Unpacking ${title} (${share * 100} %) ...`, 'output');
      await (host.stallsAt === id ? untilAborted(cancelled) : this.#parts.pauseStep());
      if (cancelled.aborted) {
        yield stepOf(stage, words, 'undone');
        const nextStep = 'Run it again; what arrived already is kept.';
        return fail('cancelled', stage, 'The setup was cancelled.', nextStep).failure;
      }
      if (host.setupFailure?.stepId === id && share === 0.6) {
        const { failure } = host.setupFailure;
        host.setupFailure = null;
        return failure;
      }
    }
    yield stepOf(stage, words, 'done');
    return null;
  }

  async *#change(
    { profile }: OnHost,
    stage: OperationStep['stage'],
    title: string,
    change: (known: CodeServers) => CodeServers,
  ): Operation<CodeServers> {
    const host = this.#parts.host(profile);
    yield stepOf(stage, title, 'started');
    await this.#parts.pauseStep();
    const failure = takeFixFailure(host);
    if (failure !== null) {
      yield { type: 'failed', failure };
      return;
    }
    yield stepOf(stage, title, 'done');
    host.codeServers = change(codeServersOf(host));
    yield { type: 'done', value: host.codeServers };
  }
}

/** Why a change fails; the next one does not. */
function takeFixFailure(host: SetupHost): Failure | null {
  const failure = host.fixFailure ?? null;
  host.fixFailure = null;
  return failure;
}

/** What is installed: nothing where the plan still has to bring it. */
function codeServersOf({ codeServers, plan }: SetupHost): CodeServers {
  const isMissing = plan?.steps.some(
    ({ id, isRequired, state }) => id === 'code-server' && isRequired && state !== 'done',
  );
  return codeServers ?? { ...oneVersion, versions: isMissing === true ? [] : oneVersion.versions };
}

/** What is there after a step: the plan says so, and editors start. */
function finish(host: SetupHost, done: PlanStep): void {
  const known = host.plan ?? readyPlan;
  const before = codeServersOf(host);
  const steps = known.steps.map(
    (step): PlanStep => (step.id === done.id ? { ...step, state: 'done', detail: `${step.title} is there.` } : step),
  );
  host.plan = planOf(steps, { elevation: known.elevation, packageManager: known.packageManager });
  if (done.id !== 'code-server') return;
  delete host.startFailure;
  const { versions, pinnedVersion, ...rest } = before;
  const older = versions.map((one) => ({ ...one, isCurrent: false, isPrevious: one.isCurrent }));
  const installed = versionOf(pinnedVersion, { isCurrent: true, installedAtMs: Date.now() });
  host.codeServers = { ...rest, pinnedVersion, versions: [installed, ...older] };
}

function checkupOf({ profile, checks = [...soundChecks] }: SetupHost, checkedAtMs: number): Checkup {
  const lines = checks.map(({ title, outcome, seen }, index) => `${index + 1}. ${outcome}: ${title}. ${seen}`);
  return { checks, checkedAtMs, text: [`Check-up of ${profile.name}`, ...lines].join('\n') };
}
