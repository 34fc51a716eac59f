import type { Failure } from '../../../contract/failure.ts';
import { shellWord, unreadable } from './key-file.ts';

type Sentence = (path: string) => string;

/** Files that people take for a private key, or that hold one in a form that cannot be used, and what to do about each. */
const formats: readonly (readonly [RegExp, Sentence, Sentence])[] = [
  [
    /^-----BEGIN CERTIFICATE-----/m,
    (path) => `${path} is a certificate, not a private key.`,
    () => 'Name the private key that belongs to it.',
  ],
  [
    /^(?:----[- ]?-?BEGIN [A-Z0-9 ]*PUBLIC KEY|(?:sk-)?(?:ssh|ecdsa)-[\w@.-]+ AAAA)/m,
    (path) => `${path} holds a public key, not the private one.`,
    () => 'Name the file without .pub.',
  ],
  [
    /^---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/m,
    (path) => `${path} is a key in the format of ssh.com, which cannot be read.`,
    (path) => `Convert it: puttygen ${shellWord(path)} -O private-openssh -o ${shellWord(`${path}.openssh`)}.`,
  ],
  [
    /^SSH PRIVATE KEY FILE FORMAT 1\.1/,
    (path) => `${path} is a key for SSH protocol 1, which no server speaks.`,
    () => 'Make a key with ssh-keygen -t ed25519 and add its public half on the server.',
  ],
];

/** The failure about a file whose first words tell that it is no private key that can be read; else null. */
export function foreignFormat(path: string, text: string): Failure | null {
  const known = formats.find(([pattern]) => pattern.test(text));
  if (known) return unreadable(known[1](path), known[2](path)).failure;
  // The type's name stands in the part that is never encrypted.
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(text)?.[1] ?? '';
  const bytes = Buffer.from(body, 'base64');
  if (!['sk-ssh-ed25519@', 'sk-ecdsa-sha2-'].some((type) => bytes.includes(type))) return null;
  return unreadable(
    `${path} belongs to a security key (FIDO), which Berth cannot ask.`,
    'Choose another key for this server.',
  ).failure;
}
