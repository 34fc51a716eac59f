import { readFile, realpath, stat } from 'node:fs/promises';
import type { Failure, Result } from '../../../contract/failure.ts';
import { fail, succeed } from '../../../contract/failure.ts';
import { writeAtomically } from '../../store/atomic-file.ts';
import type { KnownHostKey } from './host-key-verdict.ts';
import { parseKnownHosts } from './known-hosts-line.ts';

/** A known_hosts file exists but could not be used. */
export type KnownHostsFailure = Failure & { readonly kind: 'store-unreadable' };

/** Reads the keys of all files, first file first. A missing file has none; any other trouble is a failure. */
export async function readKnownHostKeys(files: readonly string[]): Promise<Result<KnownHostKey[], KnownHostsFailure>> {
  const keys: KnownHostKey[] = [];
  for (const file of files) {
    const content = await readIfPresent(file);
    if (!content.ok) return content;
    for (const line of parseKnownHosts(content.value.toString('utf8'))) keys.push({ ...line, file });
  }
  return succeed(keys);
}

/** Reads a file as latin1, in which every byte is a character, so that what is written back is what was read. */
export async function readKnownHostsText(file: string): Promise<Result<string, KnownHostsFailure>> {
  const content = await readIfPresent(file);
  return content.ok ? succeed(content.value.toString('latin1')) : content;
}

/**
 * Replaces the file by one with this latin1 text, so that a crash leaves the old or the new file, never half of one. Its
 * mode is kept (0600 for one made here), and where it is a symbolic link the file it leads to is replaced. With `hasCopy` what
 * was there stays as `<file>.old`, as `ssh-keygen -R` leaves it.
 */
export async function replaceKnownHostsText(
  file: string,
  text: string,
  hasCopy = false,
): Promise<Result<null, KnownHostsFailure>> {
  try {
    const target = await realpathIfPresent(file);
    const mode = target === null ? 0o600 : (await stat(target)).mode & 0o777;
    if (hasCopy && target !== null) await writeAtomically(`${file}.old`, await readFile(target), false, mode);
    await writeAtomically(target ?? file, Buffer.from(text, 'latin1'), false, mode);
    return succeed(null);
  } catch (error) {
    return unusable(file, 'written', error);
  }
}

async function readIfPresent(file: string): Promise<Result<Buffer, KnownHostsFailure>> {
  try {
    return succeed(await readFile(file));
  } catch (error) {
    if (isMissing(error)) return succeed(Buffer.alloc(0));
    return unusable(file, 'read', error);
  }
}

async function realpathIfPresent(file: string): Promise<string | null> {
  try {
    return await realpath(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Says that a file cannot be used; the error is for the curious. */
export function unusable(file: string, action: 'read' | 'written', error: unknown) {
  return fail(
    'store-unreadable',
    'host key',
    `The list of known hosts ${file} could not be ${action}.`,
    'Make the file readable and writable for you; without it no host key can be checked.',
    { detail: error instanceof Error ? error.message : String(error) },
  );
}
