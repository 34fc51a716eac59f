import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { PlanStep } from '../../contract/setup.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock, CodeServerReleases } from '../ports.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { createCodeServers } from './code-server/code-servers.ts';
import { createDoctor } from './doctor/doctor.ts';
import { installPackage, packageNeed } from './packages/packages.ts';
import { codeServerStepId, lookAndPlan } from './plan.ts';
import { type RunRequest, runSetup } from './run.ts';
import { RunningSetups } from './running-setups.ts';

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
}

/** The handlers of `setup`. */
export function createSetup(parts: SetupParts): SetupHandlers {
  const { findHost, findKnownHost, clock, version, releases, cacheDirectory } = parts;
  const codeServers = createCodeServers({ findHost, clock, releases, cacheDirectory });
  const doctor = createDoctor({ findHost, clock, version, pinnedVersion: releases.version });
  const planParts = { look: codeServers.look, releases };
  const setups = new RunningSetups();

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

  return {
    ...doctor,
    ...codeServers.handlers,
    plan: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await lookAndPlan(host.value, planParts, signal) : host);
    },
    run: ({ profile, steps, sources }) =>
      operationStream(async (onStep) => {
        const known = await findKnownHost(profile);
        if (!known.ok) return known;
        // Noted before it connects, which may be called off as well.
        return setups.run(known.value.profile, async (signal) => {
          const host = await findHost(profile);
          if (!host.ok) return host;
          const runParts = {
            plan: () => lookAndPlan(host.value, planParts),
            doStep: (step: PlanStep) => doStep(host.value, step, sources, onStep, signal),
            onStep,
            nowMs: () => clock.nowMs(),
            signal,
          };
          return runSetup(runParts, { steps, sources });
        });
      }),
    cancel: async ({ profile }) => {
      const host = await findKnownHost(profile);
      if (!host.ok) return narrowFailures(host);
      return succeed({ isCancelled: await setups.cancel(host.value.profile) });
    },
  };
}
