import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';

/** No private key comes near this size; a wrong path must not read a disk image into memory. */
const maxKeyBytes = 256 * 1024;

/** A file that may hold a key. */
export interface KeyFile {
  readonly content: Buffer;
  /** Users of this machine besides its owner, who is the one that runs Berth, may read or write it. */
  readonly isOpenToOthers: boolean;
}

/** The path with a leading `~/` replaced by the home folder of this machine. */
export function expandHome(path: string, homeDirectory: string): string {
  return path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : path;
}

/** Reads a key file; every way in which it cannot be read has a sentence of its own. */
export async function readKeyFile(path: string): Promise<Result<KeyFile>> {
  try {
    const stats = await stat(path);
    const { size, mode, uid } = stats;
    // A device or a pipe has no size that tells how much there is to read.
    if (!stats.isFile() && !stats.isDirectory())
      return unreadable(`${path} is no plain file.`, 'Name the private key file.');
    if (size > maxKeyBytes) {
      return unreadable(`${path} is too large to be a private key.`, 'Name the private key file.');
    }
    // As OpenSSH looks at it; Windows has no such bits and no such ids.
    const isOpenToOthers = uid === process.getuid?.() && (mode & 0o077) !== 0;
    return succeed({ content: await readFile(path), isOpenToOthers });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return unreadable(`The key file ${path} does not exist.`, 'Edit the server and correct its key file.');
    }
    if (code === 'EISDIR') return unreadable(`${path} is a folder.`, 'Name the private key file in it.');
    if (code === 'EACCES' || code === 'EPERM') {
      return unreadable(`The key file ${path} may not be read.`, 'Make it readable for you, and for nobody else.');
    }
    return unreadable(`The key file ${path} could not be read.`, 'Check the file.', String(error));
  }
}

/** The failure when a private key is not private, as OpenSSH refuses it too. */
export function openToOthers(path: string): Result<never> {
  return unreadable(
    `Other users of this computer may read the key file ${path}.`,
    `Run: chmod 600 ${shellWord(path)}.`,
  );
}

/** A failure about a key file; both texts are whole sentences. */
export function unreadable(message: string, nextStep: string, detail: string | null = null) {
  return fail('key-unreadable', 'auth', message, nextStep, { detail });
}

/** A path as one word of a command line. */
export function shellWord(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
