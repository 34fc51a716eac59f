import { expect, test } from 'vitest';
import { chooseAlgorithms } from '../../../../main/core/ssh/algorithms.ts';
import { judgeHostKey, type KnownHostKey, knownKeyTypes } from '../../../../main/core/ssh/host-key-verdict.ts';
import { makeHostKey } from './host-keys.ts';

const ed1 = makeHostKey('ssh-ed25519', 1);
const ed2 = makeHostKey('ssh-ed25519', 2);
const rsa = makeHostKey('ssh-rsa', 3);
const token = makeHostKey('sk-ssh-ed25519@openssh.com', 4);

function known(...lines: [hosts: string, key: Buffer, isRevoked?: boolean][]): KnownHostKey[] {
  return lines.map(([hosts, key, isRevoked = false], index) => ({
    file: '/home/me/.ssh/known_hosts',
    hosts,
    key,
    type: key.toString('latin1', 4, 4 + key.readUInt32BE(0)),
    isRevoked,
    lineNumber: index + 1,
  }));
}

test.each([
  ['nothing is known', known(), 'unknown'],
  ['another host has the key', known(['other', ed1]), 'unknown'],
  ['the key is known', known(['h', ed1]), 'known'],
  ['one of two keys is the offered one', known(['h', ed2], ['h', ed1]), 'known'],
  ['another key of the type is known', known(['h', ed2]), 'changed'],
  ['a key of another type is known, which was asked for first', known(['h', rsa]), 'changed'],
  ['only a key of a type that cannot be asked for is known', known(['h', token]), 'unknown'],
  ['the key is revoked', known(['h', ed1, true]), 'revoked'],
  ['the key is revoked for all and known', known(['h', ed1], ['*', ed1, true]), 'revoked'],
  ['another key is revoked', known(['h', ed2, true]), 'unknown'],
  ['another key is revoked and this one known', known(['*', ed2, true], ['h', ed1]), 'known'],
])('When %s', (_case, keys, kind) => {
  expect(judgeHostKey(keys, 'h', 22, ed1).kind).toBe(kind);
});

test('The line of the old key is told', () => {
  expect(judgeHostKey(known(['other', ed1], ['h', ed2]), 'h', 22, ed1)).toEqual({
    kind: 'changed',
    file: '/home/me/.ssh/known_hosts',
    lineNumber: 2,
  });
});

test('On another port the bare name may vouch for a key, and cannot contradict one', () => {
  expect(judgeHostKey(known(['h', ed1]), 'h', 2222, ed1).kind).toBe('known');
  expect(judgeHostKey(known(['h', ed2]), 'h', 2222, ed1).kind).toBe('unknown');
  expect(judgeHostKey(known(['h', ed1], ['[h]:2222', ed2]), 'h', 2222, ed1).kind).toBe('changed');
  expect(judgeHostKey(known(['h', ed1, true], ['[h]:2222', ed1]), 'h', 2222, ed1).kind).toBe('revoked');
});

test('Known types are asked for first, and SHA-1 signatures never', () => {
  expect(knownKeyTypes(known(['h', rsa], ['h', ed2, true], ['h', token], ['x', ed1]), 'h', 22)).toEqual(['ssh-rsa']);
  const asked = chooseAlgorithms(['ssh-rsa'], ['aes-128-gcm', 'aes-128-ctr']);
  expect(asked.serverHostKey.slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']);
  expect(asked.serverHostKey).not.toContain('ssh-rsa');
  expect(asked.serverHostKey.length).toBe(new Set(asked.serverHostKey).size);
});

test('Only ciphers of this runtime are offered, the fastest first', () => {
  expect(chooseAlgorithms([], ['aes-256-ctr', 'aes-128-gcm']).cipher).toEqual(['aes128-gcm@openssh.com', 'aes256-ctr']);
  expect(chooseAlgorithms([]).cipher[0]).toBe('aes128-gcm@openssh.com');
});
