import { createPrivateKey } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import type { Failure } from '../../../contract/failure.ts';
import { toOpenSsh } from './convert-key.ts';
import { foreignFormat } from './foreign-format.ts';
import { shellWord, unreadable } from './key-file.ts';
import { isPuttyKey, NoArgon2Error, readPuttyKey } from './putty-key.ts';

/** What a key file turned out to be. */
export type KeyOutcome =
  | { readonly kind: 'usable'; readonly key: ParsedKey }
  | { readonly kind: 'passphrase-needed' }
  | { readonly kind: 'passphrase-wrong' }
  | { readonly kind: 'unusable'; readonly failure: Failure };

/** Makes a key of what a key file holds: OpenSSH's format, PEM (PKCS#1, SEC1, PKCS#8), PuTTY's. */
export function parsePrivateKey(path: string, content: Buffer, passphrase: string | null): KeyOutcome {
  const text = content.toString('latin1');
  const refusal = foreignFormat(path, text);
  if (refusal) return { kind: 'unusable', failure: refusal };
  const parsed = read(text, content, passphrase);
  if (parsed instanceof Error) {
    if (/no passphrase given|passphrase required/i.test(parsed.message)) return { kind: 'passphrase-needed' };
    if (parsed instanceof NoArgon2Error) {
      return unusable(
        `${path} is a locked key of PuTTY in a format that cannot be opened here.`,
        `Convert it: puttygen ${shellWord(path)} -O private-openssh -o ${shellWord(`${path}.openssh`)}.`,
      );
    }
    if (/\bDSA\b|\bssh-dss\b/.test(parsed.message)) return dsaKey(path);
    if (passphrase !== null && looksEncrypted(text)) return { kind: 'passphrase-wrong' };
    return unusable(`${path} is not a private key that can be used.`, 'Name a key made by ssh-keygen.', parsed.message);
  }
  if (!parsed.isPrivateKey()) {
    return unusable(`${path} holds a public key, not the private one.`, 'Name the file without .pub.');
  }
  return parsed.type === 'ssh-dss' ? dsaKey(path) : { kind: 'usable', key: parsed };
}

function dsaKey(path: string): KeyOutcome {
  return unusable(
    `${path} is a DSA key, which is too weak for SSH servers of today.`,
    'Make a key with ssh-keygen -t ed25519 and add its public half on the server.',
  );
}

function read(text: string, content: Buffer, passphrase: string | null): ParsedKey | Error {
  try {
    if (isPuttyKey(text)) return single(ssh2.utils.parseKey(readPuttyKey(text, passphrase)));
    const parsed = single(ssh2.utils.parseKey(content, passphrase ?? undefined));
    if (!(parsed instanceof Error) || !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return parsed;
    return /BEGIN OPENSSH/.test(text) ? parsed : readPem(text, passphrase);
  } catch (error) {
    // Some malformed keys make the parser throw where others make it answer an error.
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** ssh2 answers an array for the OpenSSH format in spite of its types. */
function single(parsed: ParsedKey | Error): ParsedKey | Error {
  return Array.isArray(parsed) ? (parsed[0] as ParsedKey) : parsed;
}

/** Node reads every PEM there is: PKCS#8, and ciphers that ssh2 does not know. */
function readPem(text: string, passphrase: string | null): ParsedKey | Error {
  if (passphrase === null && looksEncrypted(text)) return new Error('Passphrase required');
  const key = createPrivateKey({ key: text, ...(passphrase === null ? {} : { passphrase }) });
  return single(ssh2.utils.parseKey(toOpenSsh(key)));
}

function looksEncrypted(text: string): boolean {
  if (/ENCRYPTED|^Encryption: (?!none)/m.test(text)) return true;
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(text)?.[1];
  if (body === undefined) return false;
  // "openssh-key-v1\0", then the cipher's name with its length before it.
  const bytes = Buffer.from(body, 'base64');
  return bytes.length > 23 && bytes.toString('latin1', 19, 23) !== 'none';
}

function unusable(message: string, nextStep: string, detail: string | null = null): KeyOutcome {
  return { kind: 'unusable', failure: unreadable(message, nextStep, detail).failure };
}
