import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import type { OperationStep } from '../../contract/operation.ts';
import { instanceId } from '../../contract/references.ts';
import type { Gate } from '../gate/gate.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock } from '../ports.ts';
import { Mailbox } from '../streams/mailbox.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { gateTarget, type InstanceAccess, readAccess } from './instance-access.ts';
import { type InstanceNews, InstanceWatcher, instanceRow, instanceRows } from './instance-watcher.ts';

/** What the instances capability is made of. */
export interface InstancesParts {
  readonly findHost: FindHost;
  readonly resolveRepository: (
    host: Host,
    reference: string,
  ) => Promise<Result<{ readonly id: string; readonly name: string; readonly path: string }>>;
  readonly gate: Gate;
  readonly clock: Clock;
}

/** Start waits for the editor to answer (60 s at most) and for nginx, stop for processes to end. */
const startTimeoutMs = 150_000;
const stopTimeoutMs = 60_000;

type OnStep = (step: OperationStep) => void;

/** The handlers of `instances`. */
export function createInstances({
  findHost,
  resolveRepository,
  gate,
  clock,
}: InstancesParts): Handlers<CoreContract>['instances'] {
  const watchers = new WeakMap<Host, InstanceWatcher>();
  const watcherOf = (host: Host) => {
    const known = watchers.get(host) ?? new InstanceWatcher(host, clock);
    watchers.set(host, known);
    return known;
  };

  const start = async (profile: string, reference: string, onStep: OnStep): Promise<Result<Instance>> => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    const repository = await resolveRepository(host.value, reference);
    if (!repository.ok) return repository;
    const { id, name, path } = repository.value;
    const { portFirst, portLast } = host.value.profile;
    const range = ['--port-first', String(portFirst), '--port-last', String(portLast)];
    const args = ['--id', id, '--repository', name, '--path', path, ...range];
    const watcher = watcherOf(host.value);
    const noteStep = (step: OperationStep) => {
      onStep(step);
      // The record exists from the claim on, so others see "starting" as soon as it does.
      if (step.stage === 'claim' && step.state === 'done') watcher.refresh();
    };
    const options = { timeoutMs: startTimeoutMs, onStep: noteStep };
    const answer = await host.value.remote.operate('instance-start', args, instanceRow, options);
    watcher.refresh();
    return answer;
  };

  const stop = async (profile: string, reference: string, onStep: OnStep): Promise<Result<Instance>> => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    const row = await findInstance(host.value, reference);
    if (!row.ok) return row;
    const options = { timeoutMs: stopTimeoutMs, onStep };
    const answer = await host.value.remote.operate('instance-stop', ['--id', row.value.id], instanceRow, options);
    if (answer.ok) gate.revoke(host.value.profile.id, row.value.id);
    watcherOf(host.value).refresh();
    return answer;
  };

  const findInstance = async (host: Host, reference: string): Promise<Result<Pick<Instance, 'id'>>> => {
    const rows = await host.remote.call('instance-list', [], instanceRows);
    if (!rows.ok) return rows;
    const byId = rows.value.find((row) => row.id === reference || row.path === reference);
    if (byId !== undefined) return succeed(byId);
    const repository = await resolveRepository(host, reference);
    if (!repository.ok) return repository;
    const row = rows.value.find((candidate) => candidate.id === repository.value.id);
    if (row !== undefined) return succeed(row);
    const { name } = repository.value;
    return fail('instance-not-found', 'input', `VS Code was never started for "${name}".`, 'Start it first.');
  };

  const findAccess = async (host: Host, reference: string): Promise<Result<InstanceAccess>> => {
    // The page names instances by their id, and then one question is enough.
    if (instanceId.safeParse(reference).success) {
      const access = await readAccess(host, reference);
      if (access.ok || access.failure.kind !== 'instance-not-found') return access;
    }
    const row = await findInstance(host, reference);
    return row.ok ? readAccess(host, row.value.id) : row;
  };

  return {
    list: async ({ profile }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await host.value.remote.call('instance-list', [], instanceRows) : host);
    },
    async *watch({ profile }, { signal }) {
      const host = await findHost(profile);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      const mailbox = new Mailbox<InstanceNews>(() => 'latest');
      const unwatch = watcherOf(host.value).watch((news) => mailbox.push(news));
      const onAbort = () => mailbox.close();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        yield* mailbox;
      } finally {
        signal.removeEventListener('abort', onAbort);
        unwatch();
      }
    },
    start: ({ profile, repository }) => operationStream((onStep) => start(profile, repository, onStep)),
    stop: ({ profile, repository }) => operationStream((onStep) => stop(profile, repository, onStep)),
    open: async ({ profile, repository }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      const access = await findAccess(host.value, repository);
      if (!access.ok) return narrowFailures(access);
      const entry = await gate.admit(gateTarget(host.value, access.value));
      const isDirect = access.value.routePort === null;
      return succeed({ instanceId: access.value.id, origin: entry.origin, entryUrl: entry.issueEntryUrl(), isDirect });
    },
  };
}
