import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Result, succeed } from '../../../contract/failure.ts';
import type { CodeServerArchive, CodeServerReleases } from '../../ports.ts';
import { makeDirectory } from '../../store/make-directory.ts';
import { Semaphore } from '../../streams/semaphore.ts';
import { download } from './download.ts';
import { cacheUnwritable, otherFileOffered } from './failures.ts';
import type { DownloadOptions, DownloadParts } from './request-archive.ts';
import { isSystemError } from './system-error.ts';

/** The name under which a browser would save an archive, so that somebody may bring it here by hand. */
export function nameOf(archive: CodeServerArchive): string {
  const name = path.posix.basename(new URL(archive.url).pathname);
  return /^[A-Za-z0-9][\w.+-]{0,199}\.tar\.gz$/.test(name) ? name : `${archive.sha256}.tar.gz`;
}

async function hasSum(file: string, { sha256, sizeBytes }: CodeServerArchive, signal: AbortSignal): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile() || found.size !== sizeBytes) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex') === sha256;
}

/** The archives of the pinned release on this computer; nothing in it is given out that was not checked just before. */
export class ArchiveCache {
  readonly directory: string;
  readonly #parts: DownloadParts;
  readonly #kept: ReadonlySet<string>;
  /** One at a time: who sets up many hosts wants the archive once. */
  readonly #turn = new Semaphore(1);

  constructor(directory: string, releases: CodeServerReleases, parts: DownloadParts) {
    this.directory = directory;
    this.#parts = parts;
    this.#kept = new Set(Object.values(releases.archives).flatMap((one) => [nameOf(one), `${nameOf(one)}.part`]));
  }

  /** The path of an archive, which is downloaded when it is not there. An abort rejects with its reason. */
  async provide(archive: CodeServerArchive, options: DownloadOptions): Promise<Result<string>> {
    const leave = await this.#turn.acquire(options.signal);
    try {
      const file = path.join(this.directory, nameOf(archive));
      if (await hasSum(file, archive, options.signal)) return succeed(file);
      makeDirectory(this.directory);
      await this.#removeOthers();
      return await this.#fetch(archive, file, options);
    } catch (error) {
      if (options.signal.aborted || !isSystemError(error)) throw error;
      return cacheUnwritable(this.directory, error);
    } finally {
      leave();
    }
  }

  async #fetch(archive: CodeServerArchive, file: string, options: DownloadOptions): Promise<Result<string>> {
    const part = `${file}.part`;
    for (;;) {
      const wasBegun = ((await stat(part).catch(() => null))?.size ?? 0) > 0;
      const got = await download(this.#parts, archive, part, options);
      if (!got.ok) return got;
      if (await hasSum(part, archive, options.signal)) break;
      await rm(part, { force: true });
      // The beginning may have been spoilt by a crash of this computer; a whole one was not.
      if (!wasBegun) return otherFileOffered(archive);
    }
    try {
      await rename(part, file);
    } catch (error) {
      // Another Berth of this user was quicker with the same file.
      if (!(isSystemError(error) && error.code === 'ENOENT' && (await hasSum(file, archive, options.signal))))
        throw error;
    }
    return succeed(file);
  }

  /** Archives of other releases are of no use any more. */
  async #removeOthers(): Promise<void> {
    for (const name of await readdir(this.directory)) {
      if (!this.#kept.has(name)) await rm(path.join(this.directory, name), { force: true, recursive: true });
    }
  }
}
