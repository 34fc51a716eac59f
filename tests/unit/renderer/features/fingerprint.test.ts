import { expect, test } from 'vitest';
import { compareFingerprint, hostKeyFile } from '../../../../renderer/features/link/fingerprint.ts';

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
