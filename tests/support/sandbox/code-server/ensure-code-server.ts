import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheDirectory } from '../cache-directory.ts';
import { buildLayout, type CodeServerBuild } from './code-server-build.ts';

/** The version all sandboxes run. */
export const codeServerVersion = '4.139.1';

/**
 * The cached code-server; builds it when it is not there (80 to 120 s, told on stderr). Needs npm, make, g++, python3
 * and libkrb5-dev for that, and nothing once it is there. Throws with the end of npm's output.
 */
export async function ensureCodeServer(): Promise<CodeServerBuild> {
  const nodeVersion = pinnedNodeVersion();
  const name = `${codeServerVersion}-node${nodeVersion}-${process.platform}-${process.arch}`;
  const directory = join(cacheDirectory('code-server'), name);
  if (!existsSync(directory)) await build(directory, nodeVersion);
  return { directory, nodePath: join(directory, buildLayout.node) };
}

function build(directory: string, nodeVersion: string): Promise<void> {
  const script = join(import.meta.dirname, 'build-code-server.bash');
  const child = spawn('bash', [script, directory, codeServerVersion, nodeVersion, process.arch], {
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else reject(new Error(`code-server ${codeServerVersion} could not be built (${signal ?? `exit code ${code}`})`));
    });
  });
}

/** The Node that the checkout itself runs on, so that there is one version to keep up to date. */
function pinnedNodeVersion(): string {
  const file = resolve(import.meta.dirname, '../../../../package.json');
  const { devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: Record<string, string> };
  const version = devDependencies.node;
  if (version === undefined) throw new Error('package.json does not pin the node package');
  return version;
}
