import { type Result, succeed } from '../../contract/failure.ts';
import type { Instance, ManyInstances } from '../../contract/instances.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Host } from '../host.ts';
import { type OnStep, runStart } from './change-instance.ts';
import { findStartable, listInstances, type RepositoryIdentity, repositoryOf } from './find-instance.ts';
import type { InstancesScope } from './instance-parts.ts';
import { stoppedInstances } from './instance-rows.ts';

/** A link has six session channels; two stay free for the runner and for what a user asks meanwhile. */
const startsAtOnce = 4;
/** Twelve end within 15 s; a host has up to a thousand ports. */
const stopAllTimeoutMs = 120_000;

type Failures = ManyInstances['failures'];
type Plan = Result<{ readonly startable: readonly RepositoryIdentity[]; readonly failures: Failures }>;

const isWaiting = ({ state }: Instance) => state === 'stopped' || state === 'suspended' || state === 'crashed';

/** Those named; a name that fits nothing refuses the whole, before anything is changed. */
async function planNamed(
  { resolveRepository }: InstancesScope,
  host: Host,
  references: readonly string[],
): Promise<Plan> {
  const byId = new Map<string, RepositoryIdentity>();
  for (const reference of references) {
    const found = await findStartable(host, resolveRepository, reference);
    if (!found.ok) return found;
    byId.set(found.value.id, found.value);
  }
  return succeed({ startable: [...byId.values()], failures: [] });
}

async function planAll({ resolveRepository }: InstancesScope, host: Host): Promise<Plan> {
  const rows = await listInstances(host);
  if (!rows.ok) return rows;
  const startable: RepositoryIdentity[] = [];
  const failures: Failures = [];
  for (const row of rows.value.filter(isWaiting)) {
    const found = await repositoryOf(host, resolveRepository, row);
    if (found.ok) startable.push(found.value);
    else failures.push({ id: row.id, repository: row.repository, failure: found.failure });
  }
  return succeed({ startable, failures });
}

/** Starts several at once; what one of them fails with does not keep the others from starting. */
export async function startAll(
  scope: InstancesScope,
  host: Host,
  references: readonly string[],
  onStep: OnStep,
): Promise<Result<ManyInstances>> {
  const planned = references.length > 0 ? await planNamed(scope, host, references) : await planAll(scope, host);
  if (!planned.ok) return planned;
  const { startable } = planned.value;
  const outcome: ManyInstances = { instances: [], failures: [...planned.value.failures] };
  let next = 0;
  const work = async () => {
    for (let index = next++; index < startable.length; index = next++) {
      const repository = startable[index];
      if (repository === undefined) return;
      const title = `Starting ${repository.name} (${index + 1} of ${startable.length})`;
      const tell = (state: OperationStep['state']) =>
        onStep({ stage: 'process', state, title, atMs: scope.clock.nowMs() });
      tell('started');
      const answer = await runStart(scope, host, 'instance-start', repository, [], () => {});
      tell(answer.ok ? 'done' : 'undone');
      if (answer.ok) outcome.instances.push(answer.value);
      else outcome.failures.push({ id: repository.id, repository: repository.name, failure: answer.failure });
    }
  };
  await Promise.all(Array.from({ length: startsAtOnce }, work));
  return succeed(outcome);
}

/** Stops every instance of a host by one command. */
export async function stopAll(scope: InstancesScope, host: Host, onStep: OnStep): Promise<Result<ManyInstances>> {
  const options = { timeoutMs: stopAllTimeoutMs, onStep };
  const answer = await host.remote.operate('instance-stop-all', [], stoppedInstances, options);
  if (answer.ok) for (const { id } of answer.value.instances) scope.gate.rest(host.profile.id, id, 'stopped');
  scope.watcherOf(host).refresh();
  return answer;
}
