import { readFile } from 'node:fs/promises';
import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import { writeAtomically } from '../store/atomic-file.ts';
import type { KnownHostKey } from './host-key-verdict.ts';
import { parseKnownHosts } from './known-hosts-line.ts';

/** A known_hosts file exists but could not be used. */
export type KnownHostsFailure = Failure & { readonly kind: 'store-unreadable' };

/** Reads the keys of all files, first file first. A missing file has none; any other trouble is a failure. */
export async function readKnownHostKeys(files: readonly string[]): Promise<Result<KnownHostKey[], KnownHostsFailure>> {
  const keys: KnownHostKey[] = [];
  for (const file of files) {
    const text = await readIfPresent(file);
    if (!text.ok) return text;
    for (const line of parseKnownHosts(text.value)) keys.push({ ...line, file });
  }
  return succeed(keys);
}

/** Replaces the file (0600) by one with the line added, so that a crash leaves the old or the new file, never half of one. */
export async function appendKnownHostsLine(file: string, line: string): Promise<Result<null, KnownHostsFailure>> {
  const before = await readIfPresent(file);
  if (!before.ok) return before;
  const separator = before.value === '' || before.value.endsWith('\n') ? '' : '\n';
  try {
    await writeAtomically(file, `${before.value}${separator}${line}\n`);
    return succeed(null);
  } catch (error) {
    return unusable(file, 'written', error);
  }
}

async function readIfPresent(file: string): Promise<Result<string, KnownHostsFailure>> {
  try {
    return succeed(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return succeed('');
    return unusable(file, 'read', error);
  }
}

function unusable(file: string, action: 'read' | 'written', error: unknown) {
  return fail(
    'store-unreadable',
    'host key',
    `The list of known hosts ${file} could not be ${action}.`,
    'Make the file readable and writable for you; without it no host key can be checked.',
    { detail: error instanceof Error ? error.message : String(error) },
  );
}
