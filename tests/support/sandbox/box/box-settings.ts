import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type BareFiles, packageFile } from '../bare/ensure-bare.ts';
import type { CodeServerBuild } from '../code-server/code-server-build.ts';
import { codeServerCommand } from '../code-server/code-server-build.ts';
import { makeSshKeys } from '../ssh-keys.ts';

const bytesPerKibibyte = 1024;

/** What a box is made of, after defaults. */
export interface BoxSettings {
  readonly name: string;
  readonly init: 'tiny' | 'systemd';
  /** Null when the box shows this machine's own programs. */
  readonly bare: BareFiles | null;
  readonly repositories: readonly string[];
  readonly hasNginx: boolean;
  readonly hasSudo: boolean;
  readonly homeBytes: number | null;
  readonly codeServer: CodeServerBuild | null;
  /** Name in the box → path on this machine. */
  readonly programs: Readonly<Record<string, string>>;
  readonly memoryTotalBytes: number | null;
}

/** Passwords of the plain users, made anew for every box. */
export interface BoxPasswords {
  readonly dev: string;
  readonly mallory: string;
}

/** Writes the files that init.bash reads; returns the passwords in them. */
export async function writeBoxFiles(directory: string, settings: BoxSettings): Promise<BoxPasswords> {
  const passwords = { dev: randomBytes(12).toString('base64url'), mallory: randomBytes(12).toString('base64url') };
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  write('passwords', `dev:${passwords.dev}\nmallory:${passwords.mallory}\n`);
  if (settings.memoryTotalBytes !== null) write('meminfo', describeMemory(settings.memoryTotalBytes));
  if (settings.codeServer !== null) write('code-server', codeServerCommand('/opt/code-server'));
  await makeSshKeys(directory);
  return passwords;
}

/** The environment of init.bash; nothing of this process's own environment reaches a box. */
export function boxEnvironment(directory: string, settings: BoxSettings): Record<string, string> {
  for (const name of settings.repositories) {
    if (!/^[^/\n\0]+$/.test(name) || name === '.' || name === '..') {
      throw new Error(`A repository cannot be named ${JSON.stringify(name)}`);
    }
  }
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    BOX_DIRECTORY: directory,
    BOX_NAME: settings.name,
    BOX_INIT: settings.init,
    BOX_FILES: settings.bare?.baseDirectory ?? '',
    BOX_SUDO_PACKAGE: settings.bare !== null && settings.hasSudo ? packageFile(settings.bare, 'sudo') : '',
    BOX_HAS_SUDO: settings.hasSudo ? '1' : '0',
    BOX_HOME_BYTES: settings.homeBytes === null ? '' : String(settings.homeBytes),
    BOX_HIDE: [checkoutDirectory(), dirname(directory)].join('\n'),
    BOX_HAS_NGINX: settings.hasNginx ? '1' : '0',
    BOX_CODE_SERVER: settings.codeServer?.directory ?? '',
    BOX_PROGRAMS: Object.entries(settings.programs)
      .map(([name, path]) => `${name}=${path}`)
      .join('\n'),
    BOX_REPOSITORIES: settings.repositories.join('\n'),
    BOX_SCRIPTS: import.meta.dirname,
  };
}

function checkoutDirectory(): string {
  return resolve(import.meta.dirname, '../../../..');
}

/** A meminfo of a host that has this much memory and uses a tenth of it, no swap. */
function describeMemory(totalBytes: number): string {
  const totalKibibytes = Math.floor(totalBytes / bytesPerKibibyte);
  const usedKibibytes = Math.floor(totalKibibytes / 10);
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', totalKibibytes],
    ['MemFree', totalKibibytes - 2 * usedKibibytes],
    ['MemAvailable', totalKibibytes - usedKibibytes],
    ['Buffers', 0],
    ['Cached', usedKibibytes],
    ['SwapCached', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['Shmem', 0],
    ['SReclaimable', 0],
  ];
  return rows.map(([name, kibibytes]) => `${`${name}:`.padEnd(16)}${String(kibibytes).padStart(8)} kB\n`).join('');
}
