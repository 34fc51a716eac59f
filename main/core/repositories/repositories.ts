import { posix } from 'node:path';
import { z } from 'zod';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { RemoteOptions } from '../remote/remote.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { repositoryId } from './repository-id.ts';

const searchDepth = 3;

const foundRepositories = z
  .array(z.object({ name: z.string(), path: z.string().startsWith('/').max(4096), branch: z.string().nullable() }))
  .max(5000);

/** A repository as other capabilities name it. */
export type RepositoryIdentity = Pick<Repository, 'id' | 'name' | 'path'>;

/** What each host had when it was searched last. An id is made from the path, so it never comes to mean another one. */
const lastFound = new WeakMap<Host, readonly Repository[]>();

/** Searches the folders of the host's profile. */
async function listRepositories(host: Host, options: RemoteOptions = {}): Promise<Result<Repository[]>> {
  const { profile, remote } = host;
  const roots = profile.repositoryRoots.flatMap((root) => ['--root', root]);
  const args = [...roots, '--depth', String(searchDepth)];
  const found = await remote.call('repositories-list', args, foundRepositories, options);
  if (!found.ok) return found;
  const seenCounts = new Map<string, number>();
  const repositories = found.value.map(({ name, path, branch }) => {
    // Two names that are no text may look the same; whoever shows them needs an id for each.
    const seenCount = seenCounts.get(path) ?? 0;
    seenCounts.set(path, seenCount + 1);
    const id = repositoryId(seenCount === 0 ? path : `${path}\0${seenCount}`);
    return { id, name: cleanLine(name) || id, path, branch: branch === null ? null : cleanLine(branch) };
  });
  repositories.sort((a, b) => a.name.localeCompare(b.name) || (a.path < b.path ? -1 : 1));
  lastFound.set(host, repositories);
  return succeed(repositories);
}

function identityOfPath(path: string): RepositoryIdentity {
  // Two spellings of one folder must not become two instances.
  const trimmed = posix.normalize(path).replace(/\/+$/, '') || '/';
  const id = repositoryId(trimmed);
  const name = cleanLine(trimmed.slice(trimmed.lastIndexOf('/') + 1)) || (trimmed === '/' ? '/' : id);
  return { id, name, path: trimmed };
}

/** Bytes that are not UTF-8 arrive as U+FFFD; what they were is lost, so the folder cannot be named to the host again. */
function refuseUnreadable({ path }: RepositoryIdentity): Result<never> {
  return fail(
    'invalid-input',
    'input',
    `The path "${cleanLine(path)}" is not text in UTF-8, so VS Code cannot open it.`,
    'Rename the folder on the server, then list the repositories again.',
  );
}

/**
 * Finds a repository by absolute path (taken as it is), id or name. An id that was listed before is not searched for
 * again; whether its folder is still there is told by the command that uses it.
 */
export async function resolveRepository(host: Host, reference: string): Promise<Result<RepositoryIdentity>> {
  const found = await findRepository(host, reference);
  return found.ok && found.value.path.includes('\ufffd') ? refuseUnreadable(found.value) : found;
}

async function findRepository(host: Host, reference: string): Promise<Result<RepositoryIdentity>> {
  if (reference.startsWith('/')) return succeed(identityOfPath(reference));
  const known = lastFound.get(host)?.find((repository) => repository.id === reference);
  if (known !== undefined) return succeed(known);
  const all = await listRepositories(host);
  if (!all.ok) return all;
  const byId = all.value.find((repository) => repository.id === reference);
  if (byId !== undefined) return succeed(byId);
  const byName = all.value.filter((repository) => repository.name === reference);
  if (byName.length > 1) {
    return fail(
      'invalid-input',
      'input',
      `There are ${byName.length} repositories named "${cleanLine(reference)}".`,
      `Use one of these ids: ${byName.map((repository) => repository.id).join(', ')}.`,
    );
  }
  const [only] = byName;
  if (only !== undefined) return succeed(only);
  return fail(
    'repository-not-found',
    'input',
    `There is no repository "${cleanLine(reference)}" in ${host.profile.repositoryRoots.join(', ')}.`,
    'List the repositories, give the absolute path, or add its folder to those of the server.',
  );
}

/** The handlers of `repositories`. */
export function createRepositories(findHost: FindHost): Handlers<CoreContract>['repositories'] {
  return {
    list: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      const listed = host.ok ? await listRepositories(host.value, { signal }) : host;
      return narrowFailures(listed);
    },
  };
}
