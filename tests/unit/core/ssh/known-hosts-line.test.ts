import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeHostKey, hostKeyType } from '../../../../main/core/ssh/host-keys/host-key.ts';
import { parseKnownHosts } from '../../../../main/core/ssh/host-keys/known-hosts-line.ts';
import {
  coversName,
  hashName,
  knownHostsName,
  namesExactly,
} from '../../../../main/core/ssh/host-keys/known-hosts-name.ts';
import { makeHostKey } from './host-keys.ts';

const key = makeHostKey('ssh-ed25519', 1);
const encoded = key.toString('base64');

test('Plain, marked, commented and broken lines are told apart, with their numbers', () => {
  const text = [
    '# a comment',
    '',
    `example.org,10.0.0.1 ssh-ed25519 ${encoded} a comment with spaces`,
    `@revoked * ssh-ed25519 ${encoded}`,
    `@cert-authority *.example.org ssh-ed25519 ${encoded}`,
    `@strange * ssh-ed25519 ${encoded}`,
    `example.org ssh-rsa ${encoded}`,
    'example.org ssh-ed25519 not!base64',
    'example.org ssh-ed25519',
    `\texample.net\tssh-ed25519\t${encoded}\r`,
  ].join('\n');
  const type = 'ssh-ed25519';
  const plain = { isRevoked: false, isAuthority: false, type, key };
  expect(parseKnownHosts(text)).toEqual([
    { ...plain, hosts: 'example.org,10.0.0.1', lineNumber: 3 },
    { ...plain, isRevoked: true, hosts: '*', lineNumber: 4 },
    { ...plain, isAuthority: true, hosts: '*.example.org', lineNumber: 5 },
    { ...plain, hosts: 'example.net', lineNumber: 10 },
  ]);
  expect(parseKnownHosts(text.replaceAll('\n', '\r\n'))).toEqual(parseKnownHosts(text));
});

test('No text makes the parser throw, and every line it answers holds a key of the type it names', () => {
  const field = fc.oneof(
    fc.constantFrom('@revoked', '*', 'host', '|1|a|b', 'ssh-ed25519', encoded, '', '#'),
    fc.string(),
  );
  const text = fc.array(fc.array(field).map((fields) => fields.join(' '))).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (content) => {
      for (const line of parseKnownHosts(content)) expect(hostKeyType(line.key)).toBe(line.type);
    }),
  );
});

test.each([
  ['example.org', 'example.org', true],
  ['EXAMPLE.org', 'example.org', true],
  ['example.org', 'sub.example.org', false],
  ['*.example.org', 'sub.example.org', true],
  ['*.example.org', 'example.org', false],
  ['192.168.0.?', '192.168.0.7', true],
  ['192.168.0.?', '192.168.0.70', false],
  ['*,!bad.example.org', 'bad.example.org', false],
  ['!bad.example.org,*', 'bad.example.org', false],
  ['*,!bad.example.org', 'good.example.org', true],
  ['!bad.example.org', 'good.example.org', false],
  ['[example.org]:2222', '[example.org]:2222', true],
  ['[example.org]:2222', 'example.org', false],
  ['example.org', '[example.org]:2222', false],
  ['[*]:2222', '[10.0.0.1]:2222', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-b-b', false],
  ['', '', true],
  ['|1|', 'example.org', false],
  ['|2|AAAA|AAAA', 'example.org', false],
])('Whether %s covers %s: %s', (hosts, name, isCovered) => {
  expect(coversName(hosts, name)).toBe(isCovered);
});

test('Patterns match as the same regular expression does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (hosts, name) => {
      const source = hosts.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
      expect(coversName(hosts, name)).toBe(new RegExp(`^${source}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
});

test('A pattern made to be slow is not', () => {
  expect(coversName(`${'*a'.repeat(5_000)}b`, 'a'.repeat(5_000))).toBe(false);
});

test('A hashed name covers that name and no other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.uint8Array({ minLength: 20, maxLength: 20 }), (name, other, salt) => {
      const hashed = hashName(name, Buffer.from(salt));
      expect(coversName(hashed, name)).toBe(true);
      expect(coversName(hashed, other)).toBe(other === name);
    }),
  );
});

test('A hashed name made by OpenSSH is read', () => {
  // Written by `ssh-keygen -H` of OpenSSH 9.2 for the name [127.0.0.1]:2222.
  const hashed = '|1|gkedRIcTwk5QgWw8uPmJPEAwnbM=|BeZnp4acvSL8nQTN5hC+YSKeu58=';
  expect(coversName(hashed, knownHostsName('127.0.0.1', 2222))).toBe(true);
  expect(coversName(hashed, knownHostsName('127.0.0.1', 22))).toBe(false);
});

test('Names are lower case and carry the port unless it is 22', () => {
  expect(knownHostsName('Example.ORG', 22)).toBe('example.org');
  expect(knownHostsName('2001:DB8::1', 2222)).toBe('[2001:db8::1]:2222');
  expect(knownHostsName('2001:DB8:0:0:0:0:0:1', 22)).toBe('2001:db8::1');
  expect(knownHostsName('::FFFF:127.0.0.1', 22)).toBe('::ffff:127.0.0.1');
  expect(knownHostsName('FE80:0::1%eth0', 22)).toBe('fe80::1%eth0');
});

test('A line that covers others too by a pattern does not name a host', () => {
  expect(namesExactly('other,h', 'h')).toBe(true);
  expect(namesExactly('H', 'h')).toBe(true);
  expect(namesExactly('*', 'h')).toBe(false);
  expect(namesExactly('h,!h', 'h')).toBe(false);
  expect(namesExactly(hashName('h', Buffer.alloc(20, 1)), 'h')).toBe(true);
});

test('A fingerprint is the one ssh-keygen prints', () => {
  // `ssh-keygen -lf` of OpenSSH 9.2 for this key.
  const blob = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAID8oczqqEE54lRtU6t6sYvDlq/7GwTHfk6ylwPZ9yE70', 'base64');
  expect(describeHostKey(blob)).toEqual({
    type: 'ssh-ed25519',
    fingerprint: 'SHA256:ukLwFBjGNFxNA9VcXMNqPx0I1yXRTsRA7MQKiJM0mxI',
  });
});

test('A malformed key has no type', () => {
  expect(hostKeyType(Buffer.alloc(0))).toBeNull();
  expect(hostKeyType(Buffer.from([0, 0, 0, 9, 1]))).toBeNull();
  expect(hostKeyType(Buffer.from([255, 255, 255, 255, 1]))).toBeNull();
  const { publicKey } = generateKeyPairSync('ed25519');
  expect(hostKeyType(publicKey.export({ type: 'spki', format: 'der' }))).toBeNull();
});
