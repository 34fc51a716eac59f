import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { PlanStep, SetupOutcome } from '../../contract/setup.ts';
import { type FindHost, type Host, isSameHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock, CodeServerReleases, FetchFromWeb } from '../ports.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { RunningOperations } from '../streams/running-operations.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { createCodeServers } from './code-server/code-servers.ts';
import { createDoctor } from './doctor/doctor.ts';
import { installPackage, packageNeed } from './packages/packages.ts';
import { codeServerStepId, lookAndPlan } from './plan.ts';
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
  const setupOn = ({ profile }: Host) => setups.all((asked) => isSameHost(asked.profile, profile))[0];

  const doStep = (
    host: Host,
    { id }: PlanStep,
    sources: RunRequest['sources'],
    onStep: (step: OperationStep) => void,
    signal: AbortSignal,
  ) =>
    id === codeServerStepId
      ? codeServers.install(host, { sources, onStep, signal })
      : installPackage(host, packageNeed.parse(id.replace(/^package:/, '')), onStep, signal);

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
      const runParts = {
        plan: (planSignal?: AbortSignal) => lookAndPlan(host.value, releases, planSignal),
        doStep: (step: PlanStep) => doStep(host.value, step, request.sources, onStep, signal),
        onStep,
        nowMs: () => clock.nowMs(),
        signal,
      };
      return await runSetup(runParts, request);
    } catch (error) {
      if (signal.aborted) return setupCancelled();
      throw error;
    }
  };

  return {
    ...doctor,
    ...codeServers.handlers,
    plan: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await lookAndPlan(host.value, releases, signal) : host);
    },
    run: ({ profile, steps, sources }) =>
      operationStream(async (onStep) => {
        const known = await findKnownHost(profile);
        if (!known.ok) return known;
        if (setupOn(known.value) !== undefined) return setupUnderWay();
        // Noted before it connects, which may be called off as well.
        const asked = { steps, sources, profile: known.value.profile };
        return setups.begin(asked, (tell, signal) => run(profile, asked, tell, signal)).follow(onStep);
      }),
    follow: async function* ({ profile }) {
      const host = await findKnownHost(profile);
      const setup = host.ok ? setupOn(host.value) : undefined;
      if (setup !== undefined) {
        const { asked, startedAtMs } = setup;
        yield { type: 'asked', steps: [...asked.steps], sources: [...asked.sources], startedAtMs };
        yield* operationStream((onStep) => setup.follow(onStep));
      } else if (!host.ok) yield { type: 'failed', failure: host.failure };
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
