import path from 'node:path';
import { type Failure, fail, type Result } from '../../../contract/failure.ts';
import type { CodeServerSource } from '../../../contract/setup.ts';
import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import { type ArchiveCache, nameOf } from './archive-cache.ts';

/** A source that did not work, and why. */
export interface Tried {
  readonly source: CodeServerSource;
  readonly failure: Failure;
}

/** What the way to another outcome leads through. */
interface Surroundings {
  readonly releases: CodeServerReleases;
  readonly archive: CodeServerArchive | null;
  readonly cache: ArchiveCache;
}

const names: Record<CodeServerSource, string> = {
  release: 'Downloaded by the server',
  push: 'Downloaded by this computer, to be sent',
  npm: 'With the npm of the server',
};

/** One failure for all sources, with what is to be done about it. */
export function nothingWorked(
  tried: readonly Tried[],
  { releases: { version }, archive, cache }: Surroundings,
): Result<never> {
  const [first] = tried;
  if (first !== undefined && tried.length === 1) return { ok: false, failure: first.failure };
  const lines = tried.map(({ source, failure: { message, detail } }) =>
    [`${names[source]}: ${message}`, ...(detail === null ? [] : [detail])].join('\n'),
  );
  const isTried = (source: CodeServerSource) => tried.some((one) => one.source === source);
  const message =
    isTried('release') && isTried('push')
      ? `Neither the server nor this computer could download code-server ${version}.`
      : `code-server ${version} could not be brought to the server.`;
  const nextStep =
    archive === null
      ? 'Do what the details say about one of the ways, then try again.'
      : `Connect one of them to ${new URL(archive.url).host}, or save ${archive.url} as ${path.join(cache.directory, nameOf(archive))} on this computer; then try again.`;
  return fail('setup-failed', 'download', message, nextStep, { detail: lines.join('\n\n') });
}
