import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { Result } from '../../contract/failure.ts';
import type { Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { addRepository, createRepository, removeRepository, renameRepository } from './change-repositories.ts';
import { type ClonesParts, createClones } from './clones.ts';
import { readDeployKey } from './deploy-key.ts';
import { inspectRepositories } from './inspect-repositories.ts';
import { listRepositories } from './listed-repositories.ts';

/** The handlers of `repositories`. */
export function createRepositories(parts: ClonesParts): Handlers<CoreContract>['repositories'] {
  const { findHost } = parts;
  const onHost = async <T>(profile: string, action: (host: Host) => Promise<Result<T>>): Promise<Result<T>> => {
    const host = await findHost(profile);
    return host.ok ? action(host.value) : host;
  };
  return {
    list: async ({ profile }, { signal }) =>
      narrowFailures(await onHost(profile, (host) => listRepositories(host, { signal }))),
    inspect: async ({ profile, repositories }, { signal }) =>
      narrowFailures(await onHost(profile, (host) => inspectRepositories(host, repositories, signal))),
    add: async ({ profile, path }) => narrowFailures(await onHost(profile, (host) => addRepository(host, path))),
    create: async ({ profile, path }) => narrowFailures(await onHost(profile, (host) => createRepository(host, path))),
    ...createClones(parts),
    deployKey: async ({ profile, url }) => narrowFailures(await onHost(profile, (host) => readDeployKey(host, url))),
    rename: async ({ profile, repository, name }) =>
      narrowFailures(await onHost(profile, (host) => renameRepository(host, repository, name))),
    remove: async ({ profile, repository }) =>
      narrowFailures(await onHost(profile, (host) => removeRepository(host, repository))),
  };
}
