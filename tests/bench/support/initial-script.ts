import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of script that the built page asks for before it can begin, gzipped: its entry and all it names to be loaded with it. */
export async function initialScriptBytes(rendererDirectory: string): Promise<number> {
  const html = await readFile(path.join(rendererDirectory, 'index.html'), 'utf8');
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const scripts = tags
    .filter((tag) => tag.startsWith('<script') || /rel="modulepreload"/.test(tag))
    .flatMap((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []);
  if (scripts.length === 0) throw new Error('the built page names no script');
  const sizes = await Promise.all(
    scripts.map(async (script) => gzipSync(await readFile(path.join(rendererDirectory, script))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
