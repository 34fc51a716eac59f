import { z } from 'zod';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Repository } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import { forgetRepository, rememberRow, repositoryRow } from './listed-repositories.ts';
import { resolveRepository } from './resolve-repository.ts';

const createTimeoutMs = 60_000;

/** A refusal of what breaks a line, or could not be said to a host at all; null when the text is plain. */
export function refuseControlCharacters(field: string, text: string): Result<never> | null {
  if (!/\p{Cc}/u.test(text)) return null;
  return fail('invalid-input', 'input', `${field} must not hold control characters.`, 'Type it anew.');
}

/** Puts a working copy on the list. */
export async function addRepository(host: Host, path: string): Promise<Result<Repository>> {
  const refused = refuseControlCharacters('Path', path);
  if (refused !== null) return refused;
  const added = await host.remote.call('repository-add', ['--path', path], repositoryRow);
  return added.ok ? succeed(rememberRow(host, added.value)) : added;
}

/** Makes an empty repository; as an operation, because asking twice would find the folder of the first time. */
export async function createRepository(host: Host, path: string): Promise<Result<Repository>> {
  const refused = refuseControlCharacters('Path', path);
  if (refused !== null) return refused;
  const options = { timeoutMs: createTimeoutMs };
  const made = await host.remote.operate('repository-create', ['--path', path], repositoryRow, options);
  return made.ok ? succeed(rememberRow(host, made.value)) : made;
}

/** Gives a repository another name in the list. */
export async function renameRepository(host: Host, reference: string, name: string): Promise<Result<Repository>> {
  const refused = refuseControlCharacters('Name', name);
  if (refused !== null) return refused;
  const found = await resolveRepository(host, reference);
  if (!found.ok) return found;
  const args = ['--path', found.value.path, '--name', name];
  const renamed = await host.remote.call('repository-rename', args, repositoryRow);
  return renamed.ok ? succeed(rememberRow(host, renamed.value)) : renamed;
}

/** Takes a repository off the list. */
export async function removeRepository(host: Host, reference: string): Promise<Result<{ id: string }>> {
  const found = await resolveRepository(host, reference);
  if (!found.ok) return found;
  const { id, path } = found.value;
  const removed = await host.remote.call('repository-remove', ['--id', id, '--path', path], z.unknown());
  if (!removed.ok) return removed;
  forgetRepository(host, id);
  return succeed({ id });
}
