import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { buildBundle } from './bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The page is made of these; anything newer than the last build makes it stale. */
const sources = ['renderer', 'main/contract', 'main/transport', 'build/vite', 'package-lock.json'];

async function newestMs(entry: string): Promise<number> {
  const found = await stat(entry);
  if (!found.isDirectory()) return found.mtimeMs;
  const names = await readdir(entry, { recursive: true, withFileTypes: true });
  const times = await Promise.all(
    names
      .filter((name) => name.isFile())
      .map(async (name) => (await stat(path.join(name.parentPath, name.name))).mtimeMs),
  );
  return Math.max(found.mtimeMs, ...times);
}

/** Builds the page unless the built one is newer than everything it is made of. Tells through `say` when it does. */
export async function ensureRenderer(say: (line: string) => void): Promise<string> {
  const directory = path.join(root, 'out/renderer');
  const built = await stat(path.join(directory, 'index.html')).catch(() => null);
  const changedMs = Math.max(...(await Promise.all(sources.map((source) => newestMs(path.join(root, source))))));
  if (built !== null && built.mtimeMs > changedMs) return directory;
  say('Building the page (a few seconds) …');
  await buildBundle('renderer', 'warn');
  return directory;
}
