import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import type { RemoteOptions } from '../remote/remote.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { repositoryId } from './repository-id.ts';

/** A repository as a host tells it. */
export const repositoryRow = z.object({
  name: z.string().max(4096),
  path: z.string().startsWith('/').max(4096),
  branch: z.string().max(4096).nullable(),
  isAdded: z.boolean(),
  lastOpenedAtMs: z.number().nullable(),
});
type RepositoryRow = z.output<typeof repositoryRow>;

const repositoryRows = z.array(repositoryRow).max(5000);

/** What each host had when it was searched last. An id is made from the path, so it never comes to mean another one. */
const lastFound = new WeakMap<Host, readonly Repository[]>();

/** What the host had when it was searched last; null when it never was. */
export function rememberedRepositories(host: Host): readonly Repository[] | null {
  return lastFound.get(host) ?? null;
}

function fromRow({ name, path, branch, ...row }: RepositoryRow, id: string): Repository {
  return { ...row, id, name: cleanLine(name) || id, path, branch: branch === null ? null : cleanLine(branch) };
}

/** Searches the folders of the host's profile; those that were added come with it. */
export async function listRepositories(host: Host, options: RemoteOptions = {}): Promise<Result<Repository[]>> {
  const { profile, remote } = host;
  const roots = profile.repositoryRoots.flatMap((root) => ['--root', root]);
  const args = [...roots, '--depth', String(profile.searchDepth)];
  const found = await remote.call('repositories-list', args, repositoryRows, options);
  if (!found.ok) return found;
  const seenCounts = new Map<string, number>();
  const repositories = found.value.map((row) => {
    // Two names that are no text may look the same; whoever shows them needs an id for each.
    const seenCount = seenCounts.get(row.path) ?? 0;
    seenCounts.set(row.path, seenCount + 1);
    return fromRow(row, repositoryId(seenCount === 0 ? row.path : `${row.path}\0${seenCount}`));
  });
  const compare = new Intl.Collator().compare;
  repositories.sort((a, b) => compare(a.name, b.name) || (a.path < b.path ? -1 : 1));
  lastFound.set(host, repositories);
  return succeed(repositories);
}

/** Takes one that was added, made or changed into what is remembered, and tells it. */
export function rememberRow(host: Host, row: RepositoryRow): Repository {
  const known = rememberedRepositories(host);
  const changed = fromRow(row, repositoryId(row.path));
  const before = known?.find(({ id }) => id === changed.id);
  // A host that changes one does not look whether it lies below the profile's folders.
  const repository = { ...changed, isAdded: before?.isAdded ?? changed.isAdded };
  if (known !== null) lastFound.set(host, [...known.filter(({ id }) => id !== repository.id), repository]);
  return repository;
}

/** Forgets one that was taken off the list. */
export function forgetRepository(host: Host, repository: string): void {
  const known = rememberedRepositories(host);
  if (known !== null)
    lastFound.set(
      host,
      known.filter(({ id }) => id !== repository),
    );
}
