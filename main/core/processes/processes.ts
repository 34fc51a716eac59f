import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import {
  type EndedProcesses,
  endedProcesses,
  type ProcessIdentity,
  processIdentity,
} from '../../contract/processes.ts';
import type { FindHost, Host } from '../host.ts';
import { partFailure } from '../remote/document.ts';
import { operationStream } from '../streams/operation-stream.ts';

/** Of one command; a request holds fewer than a thousand arguments. */
const mostAtOnce = 200;
/** Those that are asked to end have some seconds for it. */
const timeoutMs = 60_000;

interface Meant extends ProcessIdentity {
  readonly foreign: { readonly user: string; readonly name: string } | null;
}

interface EndInput {
  readonly profile: string;
  readonly processes: readonly Meant[];
  readonly isForced: boolean;
}

const told = endedProcesses.extend({
  failures: processIdentity.extend({ failure: partFailure }).array().max(mostAtOnce),
});

const keyOf = ({ pid, startTicks }: ProcessIdentity) => `${pid}:${startTicks}`;

function argumentOf(meant: Meant): string {
  const { foreign } = meant;
  return foreign === null ? keyOf(meant) : `${keyOf(meant)}:${foreign.user}:${foreign.name}`;
}

async function endSome(
  { remote }: Host,
  some: readonly Meant[],
  isForced: boolean,
  onStep: (step: OperationStep) => void,
): Promise<Result<EndedProcesses>> {
  const args = some.flatMap((meant) => ['--process', argumentOf(meant)]);
  if (isForced) args.push('--force');
  const answer = await remote.operate('process-end', args, told, { timeoutMs, onStep });
  if (!answer.ok) return answer;
  // Of others than those it was asked for, a host says nothing.
  const keys = new Set(some.map(keyOf));
  const asked = <T extends ProcessIdentity>(all: readonly T[]) => all.filter((one) => keys.has(keyOf(one)));
  const { ended, alive, gone, failures } = answer.value;
  return succeed({ ended: asked(ended), alive: asked(alive), gone: asked(gone), failures: asked(failures) });
}

/** The handlers of `processes`. */
export function createProcesses(findHost: FindHost): Handlers<CoreContract>['processes'] {
  const end = async ({ profile, processes, isForced }: EndInput, onStep: (step: OperationStep) => void) => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    const sum: EndedProcesses = { ended: [], alive: [], gone: [], failures: [] };
    for (let at = 0; at < processes.length; at += mostAtOnce) {
      const some = processes.slice(at, at + mostAtOnce);
      const part = await endSome(host.value, some, isForced, onStep);
      if (part.ok) addTo(sum, part.value);
      // What was ended before is told, and the rest as what it is: not ended.
      else if (at === 0) return part;
      else addTo(sum, { ended: [], alive: [], gone: [], failures: some.map((one) => failedOf(one, part.failure)) });
    }
    return succeed(sum);
  };
  return { end: (input) => operationStream((onStep) => end(input, onStep)) };
}

const failedOf = ({ pid, startTicks }: ProcessIdentity, failure: EndedProcesses['failures'][number]['failure']) => ({
  pid,
  startTicks,
  failure,
});

function addTo(sum: EndedProcesses, part: EndedProcesses): void {
  sum.ended.push(...part.ended);
  sum.alive.push(...part.alive);
  sum.gone.push(...part.gone);
  sum.failures.push(...part.failures);
}
