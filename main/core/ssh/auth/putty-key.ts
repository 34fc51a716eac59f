import crypto, { type Argon2Algorithm, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ed25519Fields, openSshFile, positive, sshString } from './convert-key.ts';

/** Argon2 may take this much and no more: the figures stand in the file. */
const maxMemoryKiB = 1024 * 1024;
const maxPasses = 1_000;

/** Thrown for a locked key of version 3 where the runtime has no Argon2, as Electron's may not. */
export class NoArgon2Error extends Error {
  override readonly name = 'NoArgon2Error';
}

/** Whether a file is a key of PuTTY (`.ppk`), version 2 or 3. */
export function isPuttyKey(text: string): boolean {
  return /^PuTTY-User-Key-File-[23]: /.test(text);
}

interface PuttyFile {
  readonly version: 2 | 3;
  readonly headers: ReadonlyMap<string, string>;
  readonly publicBlob: Buffer;
  readonly privateBlob: Buffer;
}

/**
 * Reads a key of PuTTY and writes it in OpenSSH's format, not encrypted. Throws with "Passphrase required" when it is
 * locked, and with a sentence when it cannot be opened or its check does not fit.
 */
export function readPuttyKey(text: string, passphrase: string | null): string {
  const file = parse(text);
  const isLocked = file.headers.get('Encryption') !== 'none';
  if (isLocked && passphrase === null) throw new Error('Passphrase required');
  const secret = isLocked ? (passphrase ?? '') : '';
  const keys = file.version === 3 ? keysOfVersion3(file, secret, isLocked) : keysOfVersion2(secret);
  const opened = isLocked ? decrypt(file.privateBlob, keys.cipher, keys.iv) : file.privateBlob;
  const type = file.headers.get('type') ?? '';
  const checked = [type, file.headers.get('Encryption'), file.headers.get('Comment'), file.publicBlob, opened];
  const hash = file.version === 3 ? 'sha256' : 'sha1';
  const mac = createHmac(hash, keys.mac)
    .update(Buffer.concat(checked.map((part = '') => sshString(asBuffer(part)))))
    .digest();
  const expected = Buffer.from(file.headers.get('Private-MAC') ?? '', 'hex');
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw new Error('The check does not fit.');
  return openSshFile(...fieldsOf(type, file.publicBlob, opened));
}

function parse(text: string): PuttyFile {
  const lines = text.split(/\r?\n/);
  const headers = new Map<string, string>();
  const blobs: Buffer[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, name = '', value = ''] = /^([\w-]+): (.*)$/.exec(lines[index] ?? '') ?? [];
    headers.set(name.startsWith('PuTTY-User-Key-File-') ? 'type' : name, value);
    if (name !== 'Public-Lines' && name !== 'Private-Lines') continue;
    const count = Number(value);
    blobs.push(Buffer.from(lines.slice(index + 1, index + 1 + count).join(''), 'base64'));
    index += count;
  }
  const [publicBlob, privateBlob] = blobs;
  if (publicBlob === undefined || privateBlob === undefined) throw new Error('The file is torn.');
  return { version: text.startsWith('PuTTY-User-Key-File-3') ? 3 : 2, headers, publicBlob, privateBlob };
}

interface Keys {
  readonly cipher: Buffer;
  readonly iv: Buffer;
  readonly mac: Buffer;
}

function keysOfVersion2(secret: string): Keys {
  const sha1 = (...parts: (string | Buffer)[]) =>
    createHash('sha1')
      .update(Buffer.concat(parts.map(asBuffer)))
      .digest();
  const parts = [0, 1].map((count) => sha1(Buffer.from([0, 0, 0, count]), secret));
  const mac = sha1('putty-private-key-file-mac-key', secret);
  return { cipher: Buffer.concat(parts).subarray(0, 32), iv: Buffer.alloc(16), mac };
}

function keysOfVersion3({ headers }: PuttyFile, secret: string, isLocked: boolean): Keys {
  if (!isLocked) return { cipher: Buffer.alloc(0), iv: Buffer.alloc(0), mac: Buffer.alloc(0) };
  const number = (name: string, most: number) => {
    const value = Number(headers.get(name));
    if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`${name} cannot be used.`);
    return value;
  };
  // A missing export of a built-in module would keep the whole program from starting, so it is looked for here.
  if (typeof crypto.argon2Sync !== 'function') throw new NoArgon2Error('There is no Argon2 here.');
  const derived = crypto.argon2Sync((headers.get('Key-Derivation') ?? '').toLowerCase() as Argon2Algorithm, {
    message: Buffer.from(secret),
    nonce: Buffer.from(headers.get('Argon2-Salt') ?? '', 'hex'),
    memory: number('Argon2-Memory', maxMemoryKiB),
    passes: number('Argon2-Passes', maxPasses),
    parallelism: number('Argon2-Parallelism', 64),
    tagLength: 80,
  });
  return { cipher: derived.subarray(0, 32), iv: derived.subarray(32, 48), mac: derived.subarray(48) };
}

function decrypt(data: Buffer, key: Buffer, iv: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** PuTTY's private part holds only what the public one does not. */
function fieldsOf(type: string, publicBlob: Buffer, privateBlob: Buffer): [Buffer[], Buffer[]] {
  const [name, ...known] = strings(publicBlob);
  const own = strings(privateBlob);
  if (name === undefined || name.toString() !== type) throw new Error('The file is torn.');
  const given = (index: number) => fieldAt(known, index);
  const secret = (index: number) => fieldAt(own, index);
  if (type === 'ssh-rsa') {
    const [exponent, modulus] = [given(0), given(1)];
    const [d, p, q, inverse] = [secret(0), secret(1), secret(2), secret(3)];
    return [
      [name, exponent, modulus],
      [name, modulus, exponent, d, inverse, p, q],
    ];
  }
  if (type === 'ssh-ed25519') return ed25519Fields(given(0), secret(0));
  if (type.startsWith('ecdsa-sha2-')) {
    const shown = [name, given(0), given(1)];
    return [shown, [...shown, positive(secret(0))]];
  }
  throw new Error(`${type} keys are not used.`);
}

function fieldAt(fields: readonly Buffer[], index: number): Buffer {
  const field = fields[index];
  if (field === undefined) throw new Error('The file is torn.');
  return field;
}

/** The length-prefixed fields of a blob; what is left over at its end is padding. */
function strings(blob: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let position = 0; position + 4 <= blob.length; ) {
    const end = position + 4 + blob.readUInt32BE(position);
    if (end > blob.length) break;
    fields.push(blob.subarray(position + 4, end));
    position = end;
  }
  return fields;
}

const asBuffer = (part: string | Buffer) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part);
