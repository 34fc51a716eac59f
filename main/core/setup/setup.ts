import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { PlanStep, SetupOutcome } from '../../contract/setup.ts';
import { type FindHost, type Host, isSameHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock, CodeServerReleases, FetchFromWeb } from '../ports.ts';
import { overLostLink } from '../remote/over-lost-link.ts';
import { RunningOperations } from '../streams/running-operations.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { createCodeServers } from './code-server/code-servers.ts';
import { createDoctor } from './doctor/doctor.ts';
import { installPackage, packageNeed } from './packages/packages.ts';
import { codeServerStepId, lookAndPlan, packageOf } from './plan.ts';
import { type RunRequest, runSetup, setupCancelled } from './run.ts';

type SetupHandlers = Handlers<CoreContract>['setup'];

/** What the setup capability is made of. */
export interface SetupParts {
  readonly findHost: FindHost;
  /** Finds a host without connecting to it. */
  readonly findKnownHost: FindHost;
  readonly clock: Clock;
  /** Berth's version. */
  readonly version: string;
  /** The code-server that Berth brings. */
  readonly releases: CodeServerReleases;
  /** Folder of this computer for its archives, which nothing else uses. */
  readonly cacheDirectory: string;
  /** How this computer asks the web. */
  readonly fetch: FetchFromWeb;
  /** Aborts when this process ends. */
  readonly closing: AbortSignal;
}

/** The handlers of `setup`. */
export function createSetup(parts: SetupParts): SetupHandlers {
  const { findHost, findKnownHost, clock, version, releases } = parts;
  const codeServers = createCodeServers(parts);
  const doctor = createDoctor({ findHost, clock, version, pinnedVersion: releases.version });
  const setups = new RunningOperations<RunRequest & Pick<Host, 'profile'>, SetupOutcome>(clock);
  // Two profiles may lead to one host, which has one setup at a time.
  const isOn =
    (host: Host) =>
    ({ profile }: Pick<Host, 'profile'>) =>
      isSameHost(profile, host.profile);
  const setupOn = (host: Host) => setups.all(isOn(host))[0];

  const doStep = (
    host: Host,
    { id }: PlanStep,
    sources: RunRequest['sources'],
    onStep: (step: OperationStep) => void,
    signal: AbortSignal,
  ): Promise<Result<unknown>> =>
    id === codeServerStepId
      ? codeServers.install(host, { sources, onStep, signal })
      : installPackage(host, packageNeed.parse(packageOf(id)), onStep, signal);

  const run = async (
    profile: string,
    request: RunRequest,
    onStep: (step: OperationStep) => void,
    signal: AbortSignal,
  ): Promise<Result<SetupOutcome>> => {
    try {
      // Whoever calls it off does not wait for a host that does not answer.
      const host = await unlessAborted(findHost(profile), signal);
      if (!host.ok) return host;
      const { sources } = request;
      const over = { link: host.value.link, clock, onStep, signal };
      const runParts = {
        plan: (planSignal?: AbortSignal) =>
          planSignal === undefined
            ? lookAndPlan(host.value, releases, sources)
            : overLostLink(over, () => lookAndPlan(host.value, releases, sources, planSignal)),
        doStep: (step: PlanStep) => overLostLink(over, () => doStep(host.value, step, sources, onStep, signal)),
        onStep,
        nowMs: () => clock.nowMs(),
        signal,
      };
      return await runSetup(runParts, request.steps);
    } catch (error) {
      if (signal.aborted) return setupCancelled();
      throw error;
    }
  };

  return {
    ...doctor,
    ...codeServers.handlers,
    plan: async ({ profile, sources }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await lookAndPlan(host.value, releases, sources, signal) : host);
    },
    run: async function* ({ profile, steps, sources }, context) {
      const known = await findKnownHost(profile);
      const free = known.ok && setupOn(known.value) !== undefined ? setupUnderWay() : known;
      if (!free.ok) {
        yield { type: 'failed', failure: free.failure };
        return;
      }
      setups.forget(setups.unheard(isOn(free.value)));
      // Noted before it connects, which may be called off as well.
      const asked = { steps, sources, profile: free.value.profile };
      yield* setups.begin(asked, (tell, signal) => run(profile, asked, tell, signal)).follow(context.signal);
    },
    follow: async function* ({ profile }, { signal }) {
      const host = await findKnownHost(profile);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      const setup = setupOn(host.value) ?? setups.unheard(isOn(host.value)).at(-1);
      if (setup === undefined) return;
      setups.forget([setup]);
      const { asked, startedAtMs } = setup;
      yield { type: 'asked', steps: [...asked.steps], sources: [...asked.sources], startedAtMs };
      yield* setup.follow(signal);
    },
    cancel: async ({ profile }, { signal }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      return succeed({ isCancelled: (await setupOn(host.value)?.callOff(signal)) ?? false });
    },
  };
}

function setupUnderWay(): ReturnType<typeof fail<'busy'>> {
  return fail(
    'busy',
    'packages',
    'A setup of this server is under way already.',
    'Wait until it is done, or cancel it.',
  );
}
