import { runCommand } from '../../tests/support/sandbox/run-command.ts';
import { findMissing, isInPath } from './find-missing.ts';
import { disableServices, holdServices } from './hold-services.ts';
import type { SystemPackage } from './packages.ts';

/**
 * Sees to it that system packages are there: installs what is missing on Debian and its kin as root, elsewhere prints
 * the line to run. Returns the names that are still missing; never throws for them, because much runs without.
 */
export async function ensurePackages(
  packages: readonly SystemPackage[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  const missing = await findMissing(packages);
  if (missing.length === 0) return [];
  if (process.platform !== 'linux') {
    say(`Sandbox hosts need Linux, so what needs one is left out here (${missing.length} Linux packages).`);
    return missing;
  }
  if (!isInPath('apt-get')) {
    say(`Missing, and to be installed with this system's own package manager: ${missing.join(' ')}`);
    return missing;
  }
  if (process.getuid?.() !== 0) {
    say('System packages are missing, and installing them needs root. What can run without them runs. To have all:');
    say(`  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`);
    return missing;
  }
  await install(missing, say);
  return findMissing(packages);
}

async function install(missing: readonly string[], say: (line: string) => void): Promise<void> {
  say(`Installing system packages: ${missing.join(' ')}`);
  const isUpdated = await aptGet(['update'], say);
  if (!isUpdated) return;
  const available = await keepAvailable(missing);
  for (const name of missing) {
    if (!available.includes(name)) say(`This system's package sources have no ${name}; going on without it.`);
  }
  if (available.length === 0) return;
  const isInstalled = await holdServices(() =>
    aptGet(['install', '-y', '--no-install-recommends', '--no-remove', ...available], say),
  );
  if (!isInstalled) return;
  await disableServices(available);
  say('System packages are installed.');
}

async function keepAvailable(names: readonly string[]): Promise<string[]> {
  const { stdout } = await runCommand('apt-cache', ['policy', ...names]);
  const found = new Set(
    [...stdout.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (?!\(none\))/gm)].map(([, n]) => n),
  );
  return names.filter((name) => found.has(name));
}

async function aptGet(what: readonly string[], say: (line: string) => void): Promise<boolean> {
  const startedAtMs = Date.now();
  const progress = setInterval(() => {
    say(`… apt-get ${what[0]}, ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
  }, 10_000);
  try {
    const options = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
    const settings = ['DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C'];
    const { code, stdout, stderr } = await runCommand('env', [...settings, 'apt-get', ...options, ...what]);
    if (code === 0) return true;
    say(`apt-get ${what.join(' ')} ended with ${code}. The end of what it said:`);
    say(`${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n'));
    return false;
  } finally {
    clearInterval(progress);
  }
}
