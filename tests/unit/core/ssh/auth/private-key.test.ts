import crypto, { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSshFile } from '../../../../../main/core/ssh/auth/convert-key.ts';
import { parsePrivateKey } from '../../../../../main/core/ssh/auth/private-key.ts';
import { puttyFile } from './putty.ts';

const passphrase = 'open sesame';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;
const pem = (key: KeyObject, type: 'pkcs1' | 'sec1' | 'pkcs8', cipher: string | null = null) =>
  key.export({ format: 'pem', type, ...(cipher === null ? {} : { cipher, passphrase }) }).toString();
const parse = (text: string, secret: string | null = null) => parsePrivateKey('/k', Buffer.from(text), secret);

test.each<[string, string, string]>([
  ['PKCS#1', pem(rsa, 'pkcs1'), 'ssh-rsa'],
  ['SEC1', pem(ec, 'sec1'), 'ecdsa-sha2-nistp384'],
  ['PKCS#8 of RSA', pem(rsa, 'pkcs8'), 'ssh-rsa'],
  ['PKCS#8 of ECDSA', pem(ec, 'pkcs8'), 'ecdsa-sha2-nistp384'],
  ['PKCS#8 of Ed25519', pem(ed, 'pkcs8'), 'ssh-ed25519'],
  ['PuTTY 2', puttyFile(ed, 2, null), 'ssh-ed25519'],
  ['PuTTY 3', puttyFile(ed, 3, null), 'ssh-ed25519'],
])('A key in %s is read, and what it signs is good', (_name, text, type) => {
  const outcome = parse(text);
  if (outcome.kind !== 'usable') throw new Error(`It is ${outcome.kind}.`);
  expect(outcome.key.type).toBe(type);
  const signature = outcome.key.sign('said');
  expect(signature instanceof Error || outcome.key.verify('said', signature)).toBe(true);
  expect(parse(text, 'not needed').kind).toBe('usable');
});

test.each<[string, string]>([
  ['PKCS#1', pem(rsa, 'pkcs1', 'aes-256-cbc')],
  ['SEC1', pem(ec, 'sec1', 'aes-128-cbc')],
  ['PKCS#8', pem(ed, 'pkcs8', 'aes-256-cbc')],
  ['PuTTY 2', puttyFile(ed, 2, passphrase)],
  ['PuTTY 3', puttyFile(ed, 3, passphrase)],
])('A locked key in %s asks for its passphrase', (_name, text) => {
  expect(parse(text)).toEqual({ kind: 'passphrase-needed' });
  expect(parse(text, 'open barley')).toEqual({ kind: 'passphrase-wrong' });
  expect(parse(text, passphrase).kind).toBe('usable');
});

test.each<[string, string, RegExp, RegExp]>([
  ['a public key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@here\n', /holds a public key/, /without \.pub/],
  ['a public PEM', '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n', /holds a public key/, /\.pub/],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n', /is a certificate/, /private key/],
  ['a key of ssh.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n', /ssh\.com/, /puttygen \/k -O private-openssh/],
  ['a torn PuTTY key', puttyFile(ed, 3, null).slice(0, 200), /not a private key that can be used/, /ssh-keygen/],
  ['a forged PuTTY key', puttyFile(ed, 3, null).replace('a comment', 'b comment'), /not a private key/, /ssh-keygen/],
  ['a DSA key', dsa(), /DSA key, which is too weak/, /ssh-keygen -t ed25519/],
  [
    'a security key',
    openSshFile([Buffer.from('sk-ssh-ed25519@openssh.com')], []),
    /security key \(FIDO\)/,
    /another key/,
  ],
  ['nothing', '', /not a private key/, /ssh-keygen/],
])('What is %s is told as such', (_name, text, message, nextStep) => {
  const outcome = parse(text);
  if (outcome.kind !== 'unusable') throw new Error(`It is ${outcome.kind}.`);
  expect(outcome.failure).toMatchObject({ kind: 'key-unreadable', stage: 'auth' });
  expect(outcome.failure.message).toMatch(message);
  expect(outcome.failure.nextStep).toMatch(nextStep);
});

test('Where the runtime has no Argon2, the way to convert a locked PuTTY key is told', () => {
  const text = puttyFile(ed, 3, passphrase);
  const { argon2Sync } = crypto;
  Object.assign(crypto, { argon2Sync: undefined });
  try {
    expect(parse(text, passphrase)).toMatchObject({
      kind: 'unusable',
      failure: { nextStep: 'Convert it: puttygen /k -O private-openssh -o /k.openssh.' },
    });
  } finally {
    Object.assign(crypto, { argon2Sync });
  }
});

function dsa(): string {
  return pem(generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey, 'pkcs8');
}
