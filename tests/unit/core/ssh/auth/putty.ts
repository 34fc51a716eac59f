import { argon2Sync, createCipheriv, createHash, createHmac, type KeyObject } from 'node:crypto';

const field = (value: Buffer | string) => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const lines = (blob: Buffer) => blob.toString('base64').match(/.{1,64}/g) ?? [];
const sha1 = (...parts: (string | Buffer)[]) =>
  createHash('sha1')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

/** Writes an Ed25519 key as PuTTYgen does (appendix C of PuTTY's manual). */
export function puttyFile(key: KeyObject, version: 2 | 3, passphrase: string | null): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const publicBlob = Buffer.concat([field('ssh-ed25519'), field(Buffer.from(x, 'base64url'))]);
  const plain = field(Buffer.from(d, 'base64url'));
  const padding = passphrase === null ? 0 : -plain.length & 15;
  const secret = Buffer.concat([plain, sha1(plain).subarray(0, padding)]);
  const encryption = passphrase === null ? 'none' : 'aes256-cbc';
  const argon2 = { nonce: Buffer.alloc(16, 7), memory: 64, passes: 2, parallelism: 1, tagLength: 80 };
  const derived =
    version === 3
      ? argon2Sync('argon2id', { ...argon2, message: Buffer.from(passphrase ?? '') })
      : Buffer.concat([
          sha1(Buffer.from([0, 0, 0, 0]), passphrase ?? ''),
          sha1(Buffer.from([0, 0, 0, 1]), passphrase ?? '').subarray(0, 12),
          Buffer.alloc(16),
          sha1('putty-private-key-file-mac-key', passphrase ?? ''),
        ]);
  const macKey = version === 3 && passphrase === null ? Buffer.alloc(0) : derived.subarray(48);
  const said = ['ssh-ed25519', encryption, 'a comment', publicBlob, secret].map(field);
  const mac = createHmac(version === 3 ? 'sha256' : 'sha1', macKey)
    .update(Buffer.concat(said))
    .digest('hex');
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48)).setAutoPadding(false);
  const stored = passphrase === null ? secret : Buffer.concat([cipher.update(secret), cipher.final()]);
  const derivation = [
    'Key-Derivation: Argon2id',
    `Argon2-Memory: ${argon2.memory}`,
    `Argon2-Passes: ${argon2.passes}`,
    `Argon2-Parallelism: ${argon2.parallelism}`,
    `Argon2-Salt: ${argon2.nonce.toString('hex')}`,
  ];
  return [
    `PuTTY-User-Key-File-${version}: ssh-ed25519`,
    `Encryption: ${encryption}`,
    'Comment: a comment',
    `Public-Lines: ${lines(publicBlob).length}`,
    ...lines(publicBlob),
    ...(version === 3 && passphrase !== null ? derivation : []),
    `Private-Lines: ${lines(stored).length}`,
    ...lines(stored),
    `Private-MAC: ${mac}`,
    '',
  ].join('\r\n');
}
