import type { JsonWebKey, KeyObject } from 'node:crypto';

const curves: Readonly<Record<string, string>> = { 'P-256': 'nistp256', 'P-384': 'nistp384', 'P-521': 'nistp521' };

/** Writes a private key in a format that ssh2 reads. Throws for types that are not used with SSH. */
export function toOpenSsh(key: KeyObject): string {
  const type = key.asymmetricKeyType ?? '';
  if (type === 'dsa') throw new Error('DSA keys are not used.');
  // PKCS#1 is the one form of PEM that ssh2 reads by itself.
  if (type === 'rsa') return key.export({ format: 'pem', type: 'pkcs1' }).toString();
  if (type !== 'ec' && type !== 'ed25519') throw new Error(`SSH has no ${type} keys.`);
  const jwk = key.export({ format: 'jwk' });
  return openSshFile(...(type === 'ec' ? ecFields(jwk) : ed25519Fields(bytes(jwk.x), bytes(jwk.d))));
}

/** An OpenSSH key file, not encrypted, of what its public and its private part hold (RFC 4253 §6.6, PROTOCOL.key). */
export function openSshFile(publicFields: readonly Buffer[], privateFields: readonly Buffer[]): string {
  const blob = Buffer.concat(publicFields.map(sshString));
  const check = Buffer.alloc(8);
  const comment = Buffer.alloc(4);
  const secret = Buffer.concat([check, ...privateFields.map(sshString), comment]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const none = sshString(Buffer.from('none'));
  const count = Buffer.from([0, 0, 0, 1]);
  const head = [Buffer.from('openssh-key-v1\0'), none, none, sshString(Buffer.alloc(0)), count];
  const file = Buffer.concat([...head, sshString(blob), sshString(Buffer.concat([secret, padding]))]);
  const lines = file.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** The fields of an Ed25519 key. PuTTY writes the seed as a number, which may be shorter than 32 bytes. */
export function ed25519Fields(publicKey: Buffer, seed: Buffer): [Buffer[], Buffer[]] {
  const type = Buffer.from('ssh-ed25519');
  const seed32 = Buffer.concat([Buffer.alloc(32), seed]).subarray(-32);
  return [
    [type, publicKey],
    [type, publicKey, Buffer.concat([seed32, publicKey])],
  ];
}

function ecFields({ crv = '', x, y, d }: JsonWebKey): [Buffer[], Buffer[]] {
  const curve = curves[crv];
  if (curve === undefined) throw new Error(`SSH has no keys on the curve ${crv}.`);
  const head = [Buffer.from(`ecdsa-sha2-${curve}`), Buffer.from(curve)];
  const point = Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)]);
  return [
    [...head, point],
    [...head, point, positive(bytes(d))],
  ];
}

/** A number as SSH writes it: a leading zero where the first bit would mean a negative one. */
export function positive(value: Buffer): Buffer {
  return (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), value]) : value;
}

const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');

/** A text or number as SSH writes it: its length in bytes, then its bytes (RFC 4251 §5). */
export function sshString(value: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}
