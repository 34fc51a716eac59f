import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheDirectory } from '../cache-directory.ts';
import { codeServerVersion, ensureCodeServer } from '../code-server/ensure-code-server.ts';

/** What a test wants to install. */
export interface ReleaseWish {
  /** What the packed code-server says it is; default is the pinned version. Any other one is the same program. */
  readonly version?: string;
  /**
   * `full` (the default); `slim` is a third of it, without built-in extensions and AI features: it starts and answers;
   * `broken` is a few kilobytes that tell the version and cannot start.
   */
  readonly parts?: 'full' | 'slim' | 'broken';
}

/** A packed code-server on this machine, in the layout of a release. */
export interface ReleaseFile {
  readonly path: string;
  readonly version: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

const script = join(import.meta.dirname, 'pack-release.bash');
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The cached archive; packs it when it is not there (10 to 40 s, told on stderr). */
export async function ensureRelease({
  version = codeServerVersion,
  parts = 'full',
}: ReleaseWish = {}): Promise<ReleaseFile> {
  const build = await ensureCodeServer();
  const recipe = createHash('sha256').update(readFileSync(script)).update(basename(build.directory));
  const folder = `code-server-${version}-linux-${architectures[process.arch] ?? process.arch}`;
  const directory = join(cacheDirectory('releases'), recipe.digest('hex').slice(0, 16));
  const path = join(directory, `${folder}${parts === 'full' ? '' : `-${parts}`}.tar.gz`);
  if (!existsSync(path)) await pack(path, build.directory, build.nodePath, folder, version, parts);
  return { path, version, sha256: readFileSync(`${path}.sha256`, 'utf8').trim(), sizeBytes: statSync(path).size };
}

function pack(...what: readonly string[]): Promise<void> {
  const child = spawn('bash', [script, ...what], { stdio: ['ignore', process.stderr, 'inherit'] });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else reject(new Error(`code-server could not be packed (${signal ?? `exit code ${code}`})`));
    });
  });
}
