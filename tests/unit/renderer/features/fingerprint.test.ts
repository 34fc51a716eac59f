import { expect, test } from 'vitest';
import { compareFingerprint, hostKeyFile, knownFingerprints } from '../../../../renderer/features/link/fingerprint.ts';

const offered = 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU';
const other = `SHA256:${'A'.repeat(43)}`;

test.each([
  ['  ', 'empty'],
  [offered, 'match'],
  [`${offered}=`, 'match'],
  [offered.slice(7), 'match'],
  [`256 ${offered} root@host (ED25519)`, 'match'],
  [`3072 ${other} root@host (RSA)\n256 ${offered} root@host (ED25519)`, 'match'],
  [other, 'mismatch'],
  [offered.toLowerCase().replace('sha256', 'SHA256'), 'mismatch'],
  [offered.slice(0, -1), 'unreadable'],
  ['MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48', 'md5'],
  ['yes', 'unreadable'],
] as const)('%s is %s', (pasted, expected) => {
  expect(compareFingerprint(offered, pasted)).toBe(expected);
});

test.each([
  ['ssh-ed25519', '/etc/ssh/ssh_host_ed25519_key.pub'],
  ['rsa-sha2-512', '/etc/ssh/ssh_host_rsa_key.pub'],
  ['ssh-rsa', '/etc/ssh/ssh_host_rsa_key.pub'],
  ['ecdsa-sha2-nistp256', '/etc/ssh/ssh_host_ecdsa_key.pub'],
])('the key file of %s', (type, file) => {
  expect(hostKeyFile(type)).toBe(file);
});

test('the keys known before are read from the details, without the one that is offered now', () => {
  const [one, two] = ['a', 'b'].map((letter) => `SHA256:${letter.repeat(43)}`);
  const hostKey = { type: 'ssh-ed25519', fingerprint: two ?? '' };
  const detail = `Known until now:\nssh-ed25519 ${one} in ~/.ssh/known_hosts:3\nssh-rsa ${one} in x:4\noffered: ${two}`;
  expect(knownFingerprints({ hostKey, detail })).toEqual([one]);
  expect(knownFingerprints({ hostKey, detail: null })).toEqual([]);
});
