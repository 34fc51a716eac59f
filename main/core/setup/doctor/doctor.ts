import { z } from 'zod';
import type { CoreContract } from '../../../contract/contract.ts';
import type { Handlers } from '../../../contract/define.ts';
import { fail, type Result, succeed } from '../../../contract/failure.ts';
import type { OperationStep } from '../../../contract/operation.ts';
import type { Check, CheckId, Checkup } from '../../../contract/setup.ts';
import type { FindHost, Host } from '../../host.ts';
import { narrowFailures } from '../../narrow-failures.ts';
import type { Clock } from '../../ports.ts';
import { operationStream } from '../../streams/operation-stream.ts';
import { facts, noFacts } from './facts.ts';
import { judgeAll } from './judge.ts';
import { judgeUnstarted } from './judge-unstarted.ts';
import { probeForwarding, probeSessions } from './probes.ts';
import { reportText } from './report.ts';

/** What a doctor is made with. */
export interface DoctorParts {
  readonly findHost: FindHost;
  readonly clock: Clock;
  /** Berth's version. */
  readonly version: string;
  /** The version of code-server that Berth brings. */
  readonly pinnedVersion: string;
}

/** The look limits itself to some seconds; a busy host takes longer for each. */
const lookTimeoutMs = 20_000;
const fixTimeoutMs = 60_000;
const fixed = z.object({ isDone: z.boolean() });
/** What `doctor-fix` does. */
const fixable: readonly CheckId[] = ['private-files', 'home', 'linger', 'old-layout'];

/** The handlers of `setup.doctor` and `setup.fix`. */
export function createDoctor(parts: DoctorParts): Pick<Handlers<CoreContract>['setup'], 'doctor' | 'fix'> {
  const { findHost, clock, version, pinnedVersion } = parts;

  const look = async ({ profile, link, remote }: Host, signal: AbortSignal): Promise<Result<Checkup>> => {
    const { portFirst, portLast } = profile;
    const args = ['--port-first', String(portFirst), '--port-last', String(portLast)];
    const askedAtMs = clock.nowMs();
    const told = await remote.call('doctor', args, facts, { timeoutMs: lookTimeoutMs, signal });
    const unstarted = told.ok ? null : judgeUnstarted(told.failure);
    if (!told.ok && unstarted === null) return told;
    const answeredAtMs = clock.nowMs();
    const [forwarding, sessions] = await Promise.all([
      probeForwarding(link, clock, signal, portFirst),
      probeSessions(link, clock, signal),
    ]);
    const known = {
      facts: told.ok ? told.value : noFacts,
      askedAtMs,
      answeredAtMs,
      forwarding,
      sessions,
      portFirst,
      portLast,
      pinnedVersion,
    };
    const checks = judgeAll(known).map((check) => (check.id === unstarted?.id ? unstarted : check));
    const checkedAtMs = clock.nowMs();
    return succeed({ checks, checkedAtMs, text: reportText({ profile, version, checks, nowMs: checkedAtMs }) });
  };

  const fix = async (reference: string, id: CheckId, onStep: (step: OperationStep) => void): Promise<Result<Check>> => {
    if (!fixable.includes(id))
      return fail('invalid-input', 'input', 'Berth cannot do this by itself.', 'Follow what the finding says.');
    const host = await findHost(reference);
    if (!host.ok) return host;
    const options = { timeoutMs: fixTimeoutMs, onStep };
    const done = await host.value.remote.operate('doctor-fix', ['--check', id], fixed, options);
    if (!done.ok) return done;
    const again = await look(host.value, new AbortController().signal);
    if (!again.ok) return again;
    const check = again.value.checks.find((one) => one.id === id);
    if (check === undefined) throw new Error(`there is no check ${id}`);
    return succeed(check);
  };

  return {
    doctor: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await look(host.value, signal) : host);
    },
    fix: ({ profile, check }) => operationStream((onStep) => fix(profile, check, onStep)),
  };
}
