import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { app, crashReporter } from '#electron';
import { makeDirectory } from '../../core/store/make-directory.ts';

/** As many dumps as still tell of different days, and no more of the disk than some hundred megabytes. */
const keptMost = 5;

/** One dump of a process that crashed. */
export interface CrashDump {
  readonly file: string;
  readonly atMs: number;
  readonly sizeBytes: number;
}

const folderOf = (dataDirectory: string) => path.join(dataDirectory, 'crashes');

/** Keeps what crashes in a folder of this user; nothing is ever sent. Call it before the app is ready. */
export function keepCrashesHere(dataDirectory: string): void {
  const folder = folderOf(dataDirectory);
  makeDirectory(folder);
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
}

/** The dumps that are kept, the latest first. The layout below the folder is Crashpad's, another on each system. */
export async function listCrashDumps(dataDirectory: string): Promise<readonly CrashDump[]> {
  const entries = await readdir(folderOf(dataDirectory), { recursive: true, withFileTypes: true });
  const dumps = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dmp'))
    .map(async ({ parentPath, name }): Promise<CrashDump> => {
      const file = path.join(parentPath, name);
      const { mtimeMs, size } = await stat(file);
      return { file, atMs: mtimeMs, sizeBytes: size };
    });
  return (await Promise.all(dumps)).sort((one, other) => other.atMs - one.atMs);
}

/** Removes the oldest dumps; a memory image is large, and the fifth of the same crash tells nothing more. */
export async function removeOldCrashes(dataDirectory: string, logger: Logger): Promise<void> {
  try {
    const dumps = await listCrashDumps(dataDirectory);
    for (const { file } of dumps.slice(keptMost)) await rm(file, { force: true });
  } catch (error) {
    logger.warn({ err: error }, 'old crash dumps could not be removed');
  }
}
