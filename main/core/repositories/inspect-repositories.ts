import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import type { Repository, WorkingCopy } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import { listRepositories, rememberedRepositories } from './listed-repositories.ts';

const count = z.number().int().nonnegative().nullable();
const standings = z.array(z.object({ changedCount: count, aheadCount: count, behindCount: count })).max(100);

/** The host gives up after 25 s; a repository that takes longer has no figures. */
const timeoutMs = 60_000;

/**
 * Asks git how the working copies stand; on a channel of its own, because a slow disk must not keep everything else waiting.
 * One that is not there is left out, so that it takes no answer from the others.
 */
export async function inspectRepositories(
  host: Host,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Result<WorkingCopy[]>> {
  const found = await pathsOf(host, ids, signal);
  if (!found.ok) return found;
  const { value: copies } = found;
  if (copies.length === 0) return succeed([]);
  // A path that is no text cannot be named to the host; git tells nothing about an empty one.
  const args = copies.flatMap(({ path }) => ['--path', path.includes('\ufffd') ? '' : path]);
  const told = await host.remote.operate('repositories-inspect', args, standings, { timeoutMs, signal });
  if (!told.ok) return told;
  const untold = { changedCount: null, aheadCount: null, behindCount: null };
  return succeed(copies.map(({ id }, index) => ({ id, ...(told.value[index] ?? untold) })));
}

type Copy = Pick<Repository, 'id' | 'path'>;

/** Those of the repositories that the host has, searched for once where one is not known. */
async function pathsOf(host: Host, ids: readonly string[], signal: AbortSignal): Promise<Result<readonly Copy[]>> {
  const remembered = new Map(rememberedRepositories(host)?.map((one) => [one.id, one]));
  if (!ids.every((id) => remembered.has(id))) {
    const listed = await listRepositories(host, { signal });
    if (!listed.ok) return listed;
    for (const one of listed.value) remembered.set(one.id, one);
  }
  return succeed(ids.flatMap((id) => remembered.get(id) ?? []));
}
