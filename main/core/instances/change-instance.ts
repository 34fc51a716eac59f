import type { Result } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Host } from '../host.ts';
import { findInstance, type RepositoryIdentity } from './find-instance.ts';
import type { InstancesScope } from './instance-parts.ts';
import { instanceRow } from './instance-rows.ts';
import { readmit } from './readmit.ts';

export type OnStep = (step: OperationStep) => void;

/** Start waits for the editor to answer (60 s at most) and for nginx, stop for processes to end. */
const startTimeoutMs = 150_000;
const stopTimeoutMs = 60_000;

/** Runs `instance-start` or `instance-restart`. */
export async function runStart(
  scope: InstancesScope,
  host: Host,
  verb: 'instance-start' | 'instance-restart',
  { id, name, path }: RepositoryIdentity,
  flags: readonly string[],
  onStep: OnStep,
): Promise<Result<Instance>> {
  const { portFirst, portLast } = host.profile;
  const range = ['--port-first', String(portFirst), '--port-last', String(portLast)];
  const args = ['--id', id, '--repository', name, '--path', path, ...range, ...flags];
  const watcher = scope.watcherOf(host);
  const noteStep = (step: OperationStep) => {
    onStep(step);
    // The record exists from the claim on, so others see "starting" as soon as it does.
    if (step.stage === 'claim' && step.state === 'done') watcher.refresh();
  };
  const timeoutMs = verb === 'instance-restart' ? startTimeoutMs + stopTimeoutMs : startTimeoutMs;
  const answer = await host.remote.operate(verb, args, instanceRow, { timeoutMs, onStep: noteStep });
  if (answer.ok) await readmit(scope, host, id);
  watcher.refresh();
  return answer;
}

/** Runs `instance-stop` or `instance-suspend` on the instance that `reference` names. */
export async function runEnd(
  scope: InstancesScope,
  host: Host,
  verb: 'instance-stop' | 'instance-suspend',
  reference: string,
  onStep: OnStep,
): Promise<Result<Instance>> {
  const row = await findInstance(host, scope.resolveRepository, reference);
  if (!row.ok) return row;
  const { id } = row.value;
  const answer = await host.remote.operate(verb, ['--id', id], instanceRow, { timeoutMs: stopTimeoutMs, onStep });
  if (answer.ok) {
    scope.gate.rest(host.profile.id, id, verb === 'instance-stop' ? 'stopped' : 'suspended');
  }
  scope.watcherOf(host).refresh();
  return answer;
}
