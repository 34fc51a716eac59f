import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';

/** No private key comes near this size; a wrong path must not read a disk image into memory. */
const maxKeyBytes = 256 * 1024;

/** What a key file turned out to be. */
export type KeyOutcome =
  | { readonly kind: 'usable'; readonly key: ParsedKey }
  | { readonly kind: 'passphrase-needed' }
  | { readonly kind: 'passphrase-wrong' }
  | { readonly kind: 'unusable'; readonly failure: Failure };

/** The path with a leading `~/` replaced by the home folder of this machine. */
export function expandHome(path: string, homeDirectory: string): string {
  return path === '~' || path.startsWith('~/') ? join(homeDirectory, path.slice(1)) : path;
}

/** Reads a private key file; every way in which it cannot be used has a sentence of its own. */
export async function readKeyFile(path: string): Promise<Result<Buffer>> {
  try {
    const { size } = await stat(path);
    if (size > maxKeyBytes)
      return unreadable(`${path} is too large to be a private key.`, 'Name the private key file.');
    return succeed(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return unreadable(`The key file ${path} does not exist.`, 'Correct the key file of the profile.');
    }
    if (code === 'EISDIR') return unreadable(`${path} is a folder.`, 'Name the private key file in it.');
    if (code === 'EACCES' || code === 'EPERM') {
      return unreadable(`The key file ${path} may not be read.`, 'Make it readable for you, and for nobody else.');
    }
    return unreadable(`The key file ${path} could not be read.`, 'Check the file.', String(error));
  }
}

/** Makes a key of what a key file holds. */
export function parsePrivateKey(path: string, content: Buffer, passphrase: string | null): KeyOutcome {
  let parsed: ParsedKey | Error;
  try {
    parsed = ssh2.utils.parseKey(content, passphrase ?? undefined);
  } catch (error) {
    // Some malformed keys make the parser throw where others make it answer an error.
    parsed = error instanceof Error ? error : new Error(String(error));
  }
  if (parsed instanceof Error) {
    if (/no passphrase given/.test(parsed.message)) return { kind: 'passphrase-needed' };
    if (passphrase !== null && looksEncrypted(content)) return { kind: 'passphrase-wrong' };
    return unusable(`${path} is not a private key that can be used.`, 'Name a key made by ssh-keygen.', parsed.message);
  }
  // ssh2 answers an array for the OpenSSH format in spite of its types.
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
  if (!key.isPrivateKey()) {
    return unusable(`${path} holds a public key, not the private one.`, 'Name the file without .pub.');
  }
  return { kind: 'usable', key };
}

function looksEncrypted(content: Buffer): boolean {
  const text = content.toString('latin1');
  if (/ENCRYPTED|^Encryption: (?!none)/m.test(text)) return true;
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(text)?.[1];
  if (body === undefined) return false;
  // "openssh-key-v1\0", then the cipher's name with its length before it.
  const bytes = Buffer.from(body, 'base64');
  return bytes.length > 23 && bytes.toString('latin1', 19, 23) !== 'none';
}

function unreadable(message: string, nextStep: string, detail: string | null = null) {
  return fail('key-unreadable', 'auth', message, nextStep, { detail });
}

function unusable(message: string, nextStep: string, detail: string | null = null): KeyOutcome {
  return { kind: 'unusable', failure: unreadable(message, nextStep, detail).failure };
}
