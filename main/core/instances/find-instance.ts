import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import type { Host } from '../host.ts';
import type { RemoteOptions } from '../remote/remote.ts';
import { instanceRows } from './instance-rows.ts';

/** What an instance is started for. */
export interface RepositoryIdentity {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** Finds a repository by id, name or path among the folders of the host's profile. */
export type ResolveRepository = (host: Host, reference: string) => Promise<Result<RepositoryIdentity>>;

/** The rows of a host, as it tells them. */
export function listInstances(host: Host, options: RemoteOptions = {}): Promise<Result<Instance[]>> {
  return host.remote.call('instance-list', [], instanceRows, options);
}

/** Finds the instance of a repository named by id, path or name. */
export async function findInstance(
  host: Host,
  resolveRepository: ResolveRepository,
  reference: string,
): Promise<Result<Instance>> {
  const rows = await listInstances(host);
  if (!rows.ok) return rows;
  const byId = rows.value.find((row) => row.id === reference || row.path === reference);
  if (byId !== undefined) return succeed(byId);
  const repository = await resolveRepository(host, reference);
  if (!repository.ok) return repository;
  const row = rows.value.find((candidate) => candidate.id === repository.value.id);
  if (row !== undefined) return succeed(row);
  const { name } = repository.value;
  return fail('instance-not-found', 'input', `VS Code was never started for "${name}".`, 'Start it first.');
}

/** The repository of an instance; one whose record was damaged does not tell its path, so it is searched for. */
export async function repositoryOf(
  host: Host,
  resolveRepository: ResolveRepository,
  { id, repository, path }: Instance,
): Promise<Result<RepositoryIdentity>> {
  return path.startsWith('/') ? succeed({ id, name: repository || id, path }) : resolveRepository(host, id);
}

/** The repository to start: one of the profile's folders, or one that was started before from elsewhere. */
export async function findStartable(
  host: Host,
  resolveRepository: ResolveRepository,
  reference: string,
): Promise<Result<RepositoryIdentity>> {
  const found = await resolveRepository(host, reference);
  if (found.ok || found.failure.kind !== 'repository-not-found') return found;
  const rows = await listInstances(host);
  const row = rows.ok ? rows.value.find(({ id, path }) => id === reference && path.startsWith('/')) : undefined;
  return row === undefined ? found : succeed({ id: row.id, name: row.repository || row.id, path: row.path });
}
