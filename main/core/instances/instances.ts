import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { type Result, succeed } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import { instanceId } from '../../contract/references.ts';
import type { Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { heard } from '../streams/heard.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { perLink } from '../watching/per-link.ts';
import { type OnStep, runEnd, runStart } from './change-instance.ts';
import { startAll, stopAll } from './change-many.ts';
import { findInstance, findStartable, listInstances, repositoryOf } from './find-instance.ts';
import { type InstanceAccess, letIn, readAccess } from './instance-access.ts';
import type { InstancesParts, InstancesScope } from './instance-parts.ts';
import { readSettings, writeSettings } from './instance-settings.ts';
import { createInstanceWatcher, type InstanceNews } from './instance-watcher.ts';
import { readPublicAddress } from './public-address.ts';
import { readmit } from './readmit.ts';
import { TabFollower } from './tab-follower.ts';

/** The handlers of `instances`. */
export function createInstances(parts: InstancesParts): Handlers<CoreContract>['instances'] {
  const { findHost, resolveRepository, gate, orderOf, clock, logger } = parts;
  const watcherOf = perLink((host) => {
    const readmitted = (id: string) =>
      readmit(scope, host, id).catch((error: unknown) => {
        logger.error({ error, instanceId: id }, 'the tabs of an instance cannot be let in again');
        return false;
      });
    const tabs = new TabFollower({ profileId: host.profile.id, gate, readmit: readmitted });
    return createInstanceWatcher({ host, order: orderOf(host), clock, logger, onRows: (rows) => tabs.see(rows) });
  });
  const scope: InstancesScope = { ...parts, watcherOf };

  /** An operation on a connected host. */
  const operation = <T>(profile: string, run: (host: Host, onStep: OnStep) => Promise<Result<T>>) =>
    operationStream(async (onStep) => {
      const host = await findHost(profile);
      return host.ok ? run(host.value, onStep) : host;
    });

  const start = async (host: Host, reference: string, isForced: boolean, onStep: OnStep): Promise<Result<Instance>> => {
    const found = await findStartable(host, resolveRepository, reference);
    if (!found.ok) return found;
    return runStart(scope, host, 'instance-start', found.value, isForced ? ['--force'] : [], onStep);
  };

  const restart = async (host: Host, reference: string, onStep: OnStep): Promise<Result<Instance>> => {
    const row = await findInstance(host, resolveRepository, reference);
    const found = row.ok
      ? await repositoryOf(host, resolveRepository, row.value)
      : row.failure.kind === 'instance-not-found'
        ? await findStartable(host, resolveRepository, reference)
        : row;
    return found.ok ? runStart(scope, host, 'instance-restart', found.value, [], onStep) : found;
  };

  /** Asks a connected host about the instance of a repository. */
  const onInstance = async <T>(
    profile: string,
    reference: string,
    ask: (host: Host, id: string) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    // The page names instances by their id, and then one question is enough.
    if (instanceId.safeParse(reference).success) {
      const answer = await ask(host.value, reference);
      if (answer.ok || answer.failure.kind !== 'instance-not-found') return answer;
    }
    const row = await findInstance(host.value, resolveRepository, reference);
    return row.ok ? ask(host.value, row.value.id) : row;
  };

  const enter = async (host: Host, access: InstanceAccess) => {
    const entry = await letIn(gate, host, access, clock);
    const isDirect = access.routePort === null;
    return succeed({ instanceId: access.id, origin: entry.origin, entryUrl: entry.issueEntryUrl(), isDirect });
  };

  return {
    list: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await listInstances(host.value, { signal }) : host);
    },
    async *watch({ profile }, { signal }) {
      const host = await findHost(profile);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      const watcher = watcherOf(host.value);
      yield* heard<InstanceNews>(
        (tell) => watcher.watch(tell),
        ({ type }) => type,
        signal,
      );
    },
    start: ({ profile, repository, isForced }) =>
      operation(profile, (host, onStep) => start(host, repository, isForced, onStep)),
    stop: ({ profile, repository }) =>
      operation(profile, (host, onStep) => runEnd(scope, host, 'instance-stop', repository, onStep)),
    restart: ({ profile, repository }) => operation(profile, (host, onStep) => restart(host, repository, onStep)),
    suspend: ({ profile, repository }) =>
      operation(profile, (host, onStep) => runEnd(scope, host, 'instance-suspend', repository, onStep)),
    startAll: ({ profile, repositories }) =>
      operation(profile, (host, onStep) => startAll(scope, host, repositories, onStep)),
    stopAll: ({ profile }) => operation(profile, (host, onStep) => stopAll(scope, host, onStep)),
    open: async ({ profile, repository }) =>
      narrowFailures(
        await onInstance(profile, repository, async (host, id) => {
          const access = await readAccess(host, id);
          return access.ok ? enter(host, access.value) : access;
        }),
      ),
    publicAddress: async ({ profile, repository }) =>
      narrowFailures(await onInstance(profile, repository, readPublicAddress)),
    settings: async ({ profile, repository }) => narrowFailures(await onInstance(profile, repository, readSettings)),
    configure: async ({ profile, repository, settings }) =>
      narrowFailures(await onInstance(profile, repository, (host, id) => writeSettings(host, id, settings))),
  };
}
