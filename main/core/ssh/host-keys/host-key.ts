import { createHash } from 'node:crypto';
import type { OfferedHostKey } from '../../../contract/failure.ts';

/** The type name inside a public key blob (RFC 4253 §6.6), or null when the blob is malformed. */
export function hostKeyType(key: Buffer): string | null {
  if (key.length < 4) return null;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 64 || key.length < 4 + length) return null;
  const type = key.toString('latin1', 4, 4 + length);
  return /^[!-~]+$/.test(type) ? type : null;
}

/** Type and `SHA256:…` fingerprint, both as `ssh-keygen -lf` prints them. */
export function describeHostKey(key: Buffer): OfferedHostKey {
  const digest = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return { type: hostKeyType(key) ?? 'unknown', fingerprint: `SHA256:${digest}` };
}
