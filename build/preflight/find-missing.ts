import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../tests/support/sandbox/run-command.ts';
import type { SystemPackage } from './packages.ts';

/** Names of the packages that are neither installed nor stood in for by a program in PATH. */
export async function findMissing(packages: readonly SystemPackage[]): Promise<string[]> {
  const unsure = packages.filter(({ programs }) => programs === null || !programs.some(isInPath));
  const installed = unsure.length === 0 ? new Set<string>() : await installedPackages(unsure);
  return [...new Set(unsure.map(({ name }) => name).filter((name) => !installed.has(name)))];
}

async function installedPackages(packages: readonly SystemPackage[]): Promise<Set<string>> {
  if (!isInPath('dpkg-query')) return new Set();
  const names = packages.map(({ name }) => name);
  // Unknown names make it fail and still tell about the known ones.
  const { stdout } = await runCommand('dpkg-query', ['--status', ...names]);
  const installed = /^Package: (\S+)\n(?:[^\n]+\n)*?Status: \S+ ok installed$/gm;
  return new Set([...stdout.matchAll(installed)].flatMap(([, name]) => (name === undefined ? [] : [name])));
}

/** True when a program of this name can be run. */
export function isInPath(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
