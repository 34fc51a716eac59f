import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../cache-directory.ts';

/** A host on which nothing is installed, and the packages that can be. */
export interface BareFiles {
  /** Root of a minimal Debian with systemd and an OpenSSH server. */
  readonly baseDirectory: string;
  /** A flat apt repository: nginx-light, tmux, git, curl, wget, sudo, and all they need on that root. */
  readonly packagesDirectory: string;
}

const script = join(import.meta.dirname, 'build-bare.bash');
const finish = join(import.meta.dirname, 'finish-base.bash');

/**
 * The cached files of a bare host; makes them when they are not there (20 to 60 s, told on stderr), in up to three
 * attempts. Needs root, mmdebstrap and the network for that, and nothing once they are there. Throws with the reason; for
 * ten minutes that is thrown again at once, unless it is to be tried anew.
 */
export async function ensureBareFiles({ isTriedAnew = false } = {}): Promise<BareFiles> {
  const directory = bareDirectory();
  if (!existsSync(directory)) await build(directory, isTriedAnew);
  return { baseDirectory: join(directory, 'base'), packagesDirectory: join(directory, 'packages') };
}

/** Path of the package of this name. */
export function packageFile({ packagesDirectory }: BareFiles, name: string): string {
  const file = readdirSync(packagesDirectory).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'));
  if (file === undefined) throw new Error(`The bare host's packages have no ${name}`);
  return join(packagesDirectory, file);
}

/** True when nothing has to be made any more. */
export function hasBareFiles(): boolean {
  return existsSync(bareDirectory());
}

/** Another recipe or another release of this machine makes another host. */
function bareDirectory(): string {
  const recipe = createHash('sha256');
  for (const file of [script, finish, '/etc/os-release']) recipe.update(readFileSync(file));
  return join(cacheDirectory('bare'), recipe.digest('hex').slice(0, 16));
}

function build(directory: string, isTriedAnew: boolean): Promise<void> {
  const child = spawn('bash', [script, directory, ...(isTriedAnew ? ['anew'] : [])], {
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else
        reject(
          new Error(`The bare host could not be made (${signal ?? `exit code ${code}`}). ${whyInVain(directory)}`),
        );
    });
  });
}

function whyInVain(directory: string): string {
  const file = `${directory}.failed`;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
