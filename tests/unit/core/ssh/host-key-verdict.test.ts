import { expect, test } from 'vitest';
import { chooseAlgorithms } from '../../../../main/core/ssh/attempt/algorithms.ts';
import {
  type HostKeyVerdict,
  judgeHostKey,
  type KnownHostKey,
  knownKeyTypes,
  linesOfHost,
} from '../../../../main/core/ssh/host-keys/host-key-verdict.ts';
import { makeHostKey } from './host-keys.ts';

const ed1 = makeHostKey('ssh-ed25519', 1);
const ed2 = makeHostKey('ssh-ed25519', 2);
const rsa = makeHostKey('ssh-rsa', 3);
const ecdsa = makeHostKey('ecdsa-sha2-nistp521', 5);
const token = makeHostKey('sk-ssh-ed25519@openssh.com', 4);

function known(...lines: [hosts: string, key: Buffer, marker?: 'revoked' | 'authority'][]): KnownHostKey[] {
  return lines.map(([hosts, key, marker], index) => ({
    file: '/home/me/.ssh/known_hosts',
    hosts,
    key,
    type: key.toString('latin1', 4, 4 + key.readUInt32BE(0)),
    isRevoked: marker === 'revoked',
    isAuthority: marker === 'authority',
    lineNumber: index + 1,
  }));
}

function judge(keys: KnownHostKey[], offered: Buffer, port = 22): HostKeyVerdict {
  return judgeHostKey(linesOfHost(keys, 'h', port), offered);
}

test.each<[string, KnownHostKey[], HostKeyVerdict['kind'], Buffer?]>([
  ['nothing is known', known(), 'unknown'],
  ['another host has the key', known(['other', ed1]), 'unknown'],
  ['the key is known', known(['h', ed1]), 'known'],
  ['one of two keys is the offered one', known(['h', ed2], ['h', ed1]), 'known'],
  ['another key of the type is known', known(['h', ed2]), 'changed'],
  ['a key of another type is known, which was asked for first', known(['h', rsa]), 'changed'],
  ['only a key of a type that cannot be asked for is known', known(['h', token]), 'unknown'],
  ['the key is revoked', known(['h', ed1, 'revoked']), 'revoked'],
  ['the key is revoked for all and known', known(['h', ed1], ['*', ed1, 'revoked']), 'revoked'],
  ['another key is revoked', known(['h', ed2, 'revoked']), 'unknown'],
  ['another key is revoked and this one known', known(['*', ed2, 'revoked'], ['h', ed1]), 'known'],
  ['an RSA key is revoked', known(['h', rsa, 'revoked'], ['h', rsa]), 'revoked', rsa],
  ['an ECDSA key is revoked', known(['h', ecdsa, 'revoked'], ['h', ecdsa]), 'revoked', ecdsa],
  ['a key of an unknown type is revoked', known(['h', token, 'revoked'], ['h', token]), 'revoked', token],
  ['an authority vouches for the name', known(['*', ed2, 'authority']), 'authority'],
  ['the host shows the key of its authority itself', known(['*', ed1, 'authority']), 'authority'],
  ['the key is known beside an authority', known(['*', ed2, 'authority'], ['h', ed1]), 'known'],
  ['another key is known beside an authority', known(['*', ed1, 'authority'], ['h', ed2]), 'changed'],
  ['an authority vouches for others', known(['*,!h', ed1, 'authority']), 'unknown'],
])('When %s', (_case, keys, kind, offered = ed1) => {
  expect(judge(keys, offered).kind).toBe(kind);
});

test('The line of the old key is told', () => {
  const keys = known(['other', ed1], ['h', ed2], ['h', rsa], ['h', token], ['h', ed1, 'authority']);
  const place = { file: '/home/me/.ssh/known_hosts', lineNumber: 2 };
  expect(judge(keys, ed1)).toEqual({ kind: 'changed', ...place, known: keys.slice(1, 3) });
});

test('On another port the bare name may vouch for a key, and cannot contradict one', () => {
  expect(judge(known(['h', ed1]), ed1, 2222).kind).toBe('known');
  expect(judge(known(['h', ed2]), ed1, 2222).kind).toBe('unknown');
  expect(judge(known(['h', ed1], ['[h]:2222', ed2]), ed1, 2222).kind).toBe('changed');
  expect(judge(known(['h', ed1, 'revoked'], ['[h]:2222', ed1]), ed1, 2222).kind).toBe('revoked');
});

test('Known types are asked for first, and SHA-1 signatures never', () => {
  const keys = known(['h', rsa], ['h', ed2, 'revoked'], ['h', ed2, 'authority'], ['h', token], ['x', ed1]);
  expect(knownKeyTypes(linesOfHost(keys, 'h', 22))).toEqual(['ssh-rsa']);
  const asked = chooseAlgorithms(['ssh-rsa'], ['aes-128-gcm', 'aes-128-ctr']);
  expect(asked.serverHostKey.slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']);
  expect(asked.serverHostKey).not.toContain('ssh-rsa');
  expect(asked.serverHostKey.length).toBe(new Set(asked.serverHostKey).size);
});

test('Only ciphers of this runtime are offered, the fastest first', () => {
  expect(chooseAlgorithms([], ['aes-256-ctr', 'aes-128-gcm']).cipher).toEqual(['aes128-gcm@openssh.com', 'aes256-ctr']);
  expect(chooseAlgorithms([]).cipher[0]).toBe('aes128-gcm@openssh.com');
});
