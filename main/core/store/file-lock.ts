import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeDirectory } from './make-directory.ts';

const retryMs = 20;
const patienceMs = 5000;
/** A lock is held for the time of one small write; one that is older belongs to a process that died. */
const staleAfterMs = 3000;

/** Somebody else holds the lock for longer than any write takes. */
export class FileBusyError extends Error {
  override readonly name = 'FileBusyError';
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);
const ageMs = async (file: string) => {
  const found = await stat(file).catch(() => null);
  return found === null ? null : Date.now() - found.mtimeMs;
};

/** Takes a lock away that outlived its process. One that another process just took anew is put back. */
async function removeStaleLock(lockFile: string): Promise<void> {
  const age = await ageMs(lockFile);
  if (age === null || age < staleAfterMs) return;
  const aside = `${lockFile}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (((await ageMs(aside)) ?? staleAfterMs) < staleAfterMs) {
    await link(aside, lockFile).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
  await rm(aside, { force: true });
}

/**
 * Runs `action`, which must be short, while no other process of this user does so for the same file. The lock of a process
 * that died is taken over; throws `FileBusyError` when a living one keeps it.
 */
export async function withFileLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const lockFile = `${file}.lock`;
  makeDirectory(path.dirname(file));
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    try {
      await (await open(lockFile, 'wx', 0o600)).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (Date.now() > deadlineMs) throw new FileBusyError(`${lockFile} is held by another process`);
      await removeStaleLock(lockFile);
      await delay(retryMs);
    }
  }
  try {
    return await action();
  } finally {
    await rm(lockFile, { force: true });
  }
}
