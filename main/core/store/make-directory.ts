import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);
const isDirectory = (entry: string) => statSync(entry, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Makes a folder (0700) and those above it. Unlike `mkdirSync` with `recursive`, which never ends where a folder that is
 * there takes no new ones (`/proc`), it throws the system's error.
 */
export function makeDirectory(directory: string): void {
  const parent = path.dirname(directory);
  if (parent !== directory && !isDirectory(parent)) makeDirectory(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !isDirectory(directory)) throw error;
  }
}
