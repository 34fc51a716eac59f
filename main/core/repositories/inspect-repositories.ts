import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import type { WorkingCopy } from '../../contract/repositories.ts';
import type { Host } from '../host.ts';
import { listRepositories, rememberedRepositories } from './listed-repositories.ts';
import { notFound } from './resolve-repository.ts';

const count = z.number().int().nonnegative().nullable();
const standings = z.array(z.object({ changedCount: count, aheadCount: count, behindCount: count })).max(100);

/** The host gives up after 25 s; a repository that takes longer has no figures. */
const timeoutMs = 60_000;

/** Asks git how the working copies stand; on a channel of its own, because a slow disk must not keep everything else waiting. */
export async function inspectRepositories(
  host: Host,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Result<WorkingCopy[]>> {
  const paths = await pathsOf(host, ids, signal);
  if (!paths.ok) return paths;
  // A path that is no text cannot be named to the host; git tells nothing about an empty one.
  const args = paths.value.flatMap((path) => ['--path', path.includes('\ufffd') ? '' : path]);
  const told = await host.remote.operate('repositories-inspect', args, standings, { timeoutMs, signal });
  if (!told.ok) return told;
  const untold = { changedCount: null, aheadCount: null, behindCount: null };
  return succeed(ids.map((id, index) => ({ id, ...(told.value[index] ?? untold) })));
}

async function pathsOf(host: Host, ids: readonly string[], signal: AbortSignal): Promise<Result<string[]>> {
  const remembered = new Map(rememberedRepositories(host)?.map(({ id, path }) => [id, path]));
  if (!ids.every((id) => remembered.has(id))) {
    const listed = await listRepositories(host, { signal });
    if (!listed.ok) return listed;
    for (const { id, path } of listed.value) remembered.set(id, path);
  }
  const paths: string[] = [];
  for (const id of ids) {
    const path = remembered.get(id);
    if (path === undefined) return notFound(host, id);
    paths.push(path);
  }
  return succeed(paths);
}
