import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder for what is dear to make and safe to delete: the code-server build, running sandboxes, running demos.
 * `BERTH_CACHE_DIR` overrides `~/.cache/berth`. Created 0700 when missing.
 */
export function cacheDirectory(...parts: readonly string[]): string {
  const base = process.env.BERTH_CACHE_DIR ?? join(homedir(), '.cache', 'berth');
  const directory = join(base, ...parts);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}
