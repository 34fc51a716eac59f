import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';

/** The bundled scripts, ready to be sent: `hash` names the version, `archive` is a gzipped tar with its MANIFEST. */
export interface ScriptArchive {
  /** SHA-256 of MANIFEST, hex. */
  readonly hash: string;
  readonly archive: Buffer;
  /** The POSIX sh program that every connection begins with. */
  readonly bootstrap: string;
}

interface ScriptFile {
  readonly path: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

const notSent = new Set(['README.md', 'SESSIONS.md', 'MANIFEST', 'bootstrap']);

async function readScripts(directory: string): Promise<ScriptFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const scripts = await Promise.all(
    files.map(async (entry): Promise<ScriptFile> => {
      const absolute = path.join(entry.parentPath, entry.name);
      const [content, { mode }] = await Promise.all([readFile(absolute), stat(absolute)]);
      const relative = path.relative(directory, absolute).split(path.sep).join('/');
      // Windows keeps no executable bit; a script is recognised by its first line.
      const isExecutable = (mode & 0o100) !== 0 || content.subarray(0, 2).toString() === '#!';
      return { path: relative, content, isExecutable };
    }),
  );
  return scripts
    .filter((script) => !notSent.has(script.path))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

async function packTar(scripts: readonly ScriptFile[], manifest: string): Promise<Buffer> {
  const pack = tar.pack();
  const chunks: Buffer[] = [];
  // A fixed time keeps the archive the same for the same files.
  const mtime = new Date(0);
  pack.entry({ name: 'MANIFEST', mode: 0o600, mtime }, manifest);
  for (const script of scripts) {
    pack.entry({ name: script.path, mode: script.isExecutable ? 0o700 : 0o600, mtime }, script.content);
  }
  pack.finalize();
  for await (const chunk of pack) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** SHA-256 over all that a host is sent, hex: the manifest, and the program that every connection begins with. */
export function sumOfScripts({ hash, bootstrap }: Pick<ScriptArchive, 'hash' | 'bootstrap'>): string {
  return sha256(`${hash}\n${bootstrap}`);
}

/**
 * Reads the bundled scripts and packs them. Throws when the folder is missing or incomplete, because an
 * installation without its scripts is broken.
 */
export async function packScripts(directory: string): Promise<ScriptArchive> {
  const scripts = await readScripts(directory);
  if (scripts.length === 0) throw new Error(`no remote scripts in ${directory}`);
  const manifest = scripts.map((script) => `${sha256(script.content)}  ${script.path}\n`).join('');
  const [archive, bootstrap] = await Promise.all([
    packTar(scripts, manifest),
    readFile(path.join(directory, 'bootstrap'), 'utf8'),
  ]);
  return { hash: sha256(manifest), archive: gzipSync(archive, { level: 9 }), bootstrap };
}
