import { randomBytes } from 'node:crypto';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeDirectory } from './make-directory.ts';

/** A virus scanner or indexer holds a file for a moment; Windows then refuses the rename. */
const passingErrors = new Set(['EPERM', 'EACCES', 'EBUSY']);
const renameDelaysMs = [10, 30, 100, 300, 1000];

async function renameOver(from: string, to: string): Promise<void> {
  for (const delayMs of [...renameDelaysMs, null]) {
    try {
      return await rename(from, to);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (delayMs === null || process.platform !== 'win32' || !passingErrors.has(code)) throw error;
      await delay(delayMs);
    }
  }
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a folder for syncing; its rename is journaled.
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file so that a crash leaves the old or the new content, never a mixture. The file gets `mode`, its folder
 * is made 0700 when missing. With `hasBackup` the old content stays beside it as `<file>.bak`.
 */
export async function writeAtomically(
  file: string,
  content: string | Uint8Array,
  hasBackup = false,
  mode = 0o600,
): Promise<void> {
  const directory = path.dirname(file);
  makeDirectory(directory);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      // What a process may give a file it makes is limited by its umask.
      if (mode !== 0o600) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (hasBackup) await copyFile(file, `${file}.bak`).catch(ignoreMissing);
    await renameOver(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
