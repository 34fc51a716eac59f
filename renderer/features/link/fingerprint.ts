import type { OfferedHostKey } from '../../../main/contract/failure.ts';

/** How a pasted text compares with the fingerprint a host showed. */
export type Comparison = 'empty' | 'match' | 'mismatch' | 'md5' | 'unreadable';

/**
 * Looks for SHA256 fingerprints in a pasted text (the output of `ssh-keygen -lf` may hold several) and compares.
 * A base64 padding "=" that some tools add is ignored.
 */
export function compareFingerprint(offered: string, pasted: string): Comparison {
  const text = pasted.trim();
  if (text === '') return 'empty';
  const found = text.match(/SHA256:[A-Za-z0-9+/]{43}/g) ?? bareHash(text);
  if (found.length > 0) return found.includes(offered) ? 'match' : 'mismatch';
  return /(?:[0-9a-f]{2}:){15}[0-9a-f]{2}/i.test(text) ? 'md5' : 'unreadable';
}

function bareHash(text: string): readonly string[] {
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? [`SHA256:${text.slice(0, 43)}`] : [];
}

/** The host's own public key file for a key type, as OpenSSH names it. */
export function hostKeyFile(keyType: string): string {
  const name = /^(?:ecdsa|sk-ecdsa)/.test(keyType) ? 'ecdsa' : /rsa/.test(keyType) ? 'rsa' : 'ed25519';
  return `/etc/ssh/ssh_host_${name}_key.pub`;
}

/** The fingerprints that were known before a key changed, as far as the failure tells them. */
export function knownFingerprints(told: {
  readonly hostKey: OfferedHostKey | null;
  readonly detail: string | null;
}): readonly string[] {
  const found = told.detail?.match(/SHA256:[A-Za-z0-9+/]{43}/g) ?? [];
  return [...new Set(found)].filter((fingerprint) => fingerprint !== told.hostKey?.fingerprint);
}
