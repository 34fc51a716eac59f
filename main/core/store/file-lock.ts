import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeDirectory } from './make-directory.ts';

const retryMs = 20;
const patienceMs = 5000;

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM means that it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeStaleLock(lockFile: string): Promise<void> {
  const text = await readFile(lockFile, 'utf8').catch(() => null);
  const owner = Number.parseInt(text ?? '', 10);
  if (Number.isInteger(owner) && !isAlive(owner)) await rm(lockFile, { force: true });
}

/**
 * Runs `action` while no other process of this user does so for the same file. The lock of a process that died is
 * taken over; throws when a living one holds it for 5 s.
 */
export async function withFileLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const lockFile = `${file}.lock`;
  makeDirectory(path.dirname(file));
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    try {
      const handle = await open(lockFile, 'wx', 0o600);
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (Date.now() > deadlineMs) throw new Error(`${lockFile} is held by another process`);
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
