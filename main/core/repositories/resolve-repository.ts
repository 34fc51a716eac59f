import { posix } from 'node:path';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { listRepositories, rememberedRepositories } from './listed-repositories.ts';
import { repositoryId } from './repository-id.ts';

/** A repository as other capabilities name it. */
export type RepositoryIdentity = Pick<Repository, 'id' | 'name' | 'path'>;

function identityOfPath(host: Host, path: string): RepositoryIdentity {
  // Two spellings of one folder must not become two instances.
  const trimmed = posix.normalize(path).replace(/\/+$/, '') || '/';
  const id = repositoryId(trimmed);
  const known = rememberedRepositories(host)?.find((repository) => repository.id === id);
  const folder = cleanLine(trimmed.slice(trimmed.lastIndexOf('/') + 1)) || (trimmed === '/' ? '/' : id);
  return { id, name: known?.name ?? folder, path: trimmed };
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
  if (reference.startsWith('/')) return succeed(identityOfPath(host, reference));
  const known = rememberedRepositories(host)?.find((repository) => repository.id === reference);
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
  return only === undefined ? notFound(host, reference) : succeed(only);
}

/** No repository of the host is meant by that. */
export function notFound(host: Host, reference: string): ReturnType<typeof fail<'repository-not-found'>> {
  return fail(
    'repository-not-found',
    'input',
    `There is no repository "${cleanLine(reference)}" in ${host.profile.repositoryRoots.join(', ')}.`,
    'List the repositories, give the absolute path, or add its folder to those of the server.',
  );
}
