import { expect, test } from 'vitest';
import { failure } from '../../../../main/contract/failure.ts';
import { linkFailures } from '../../../../main/contract/host-failures.ts';
import { GreetingReader } from '../../../../main/core/ssh/attempt/greeting.ts';
import {
  classifyError,
  classifyFarewell,
  classifyGreeting,
  type HandshakeStage,
  timeoutCauses,
} from '../../../../main/core/ssh/classify-error.ts';
import { allCauses, type Cause, failureOf } from '../../../../main/core/ssh/failure-causes.ts';
import { plainText } from '../../../../main/core/ssh/plain-text.ts';

const host = { address: 'host.example', port: 2222, user: 'me' };
const systemError = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:22`), { code });

test('Every cause has a whole sentence of its own and a next step, of a kind that a link may fail with', () => {
  const messages = allCauses.map((cause) => failureOf(cause, host).message);
  expect(new Set(messages).size).toBe(allCauses.length);
  expect(allCauses.length).toBeGreaterThanOrEqual(16);
  for (const cause of allCauses) {
    const { message, nextStep, kind } = failure.parse(failureOf(cause, host));
    for (const sentence of [message, nextStep]) expect(sentence).toMatch(/^\S.*\.$/);
    expect(linkFailures).toContain(kind);
  }
});

test.each<[string, Error, HandshakeStage, Cause]>([
  ['a name nobody knows', systemError('ENOTFOUND'), 'tcp', 'name-not-found'],
  ['no name server', systemError('EAI_AGAIN'), 'tcp', 'name-service-down'],
  ['a closed port', systemError('ECONNREFUSED'), 'tcp', 'refused'],
  ['no route', systemError('EHOSTUNREACH'), 'tcp', 'host-down'],
  ['no network', systemError('ENETUNREACH'), 'tcp', 'no-route'],
  ['a local firewall', systemError('EACCES'), 'tcp', 'blocked'],
  ['the system giving up', systemError('ETIMEDOUT'), 'tcp', 'tcp-timeout'],
  ['a port that cannot be', systemError('ERR_SOCKET_BAD_PORT'), 'tcp', 'address-invalid'],
  ['something new', systemError('ENEW'), 'tcp', 'tcp-failed'],
  ['a server that hangs up', new Error('Connection lost before handshake'), 'banner', 'closed-before-banner'],
  ['a reset at the banner', systemError('ECONNRESET'), 'banner', 'closed-before-banner'],
  ['a flood', new Error('Header line too long'), 'banner', 'not-ssh'],
  ['endless lines', new Error('Max greeting lines exceeded'), 'banner', 'not-ssh'],
  [
    'no key exchange',
    new Error('Handshake failed: no matching key exchange algorithm'),
    'key exchange',
    'no-common-key-exchange',
  ],
  ['no host key', new Error('Handshake failed: no matching host key format'), 'key exchange', 'no-common-host-key'],
  ['no cipher', new Error('Handshake failed: no matching C->S cipher'), 'key exchange', 'no-common-cipher'],
  ['no message check', new Error('Handshake failed: no matching S->C MAC'), 'key exchange', 'no-common-mac'],
  ['a reset in the key exchange', systemError('ECONNRESET'), 'key exchange', 'closed-in-handshake'],
  [
    'a broken key exchange',
    new Error('Handshake failed: signature verification failed'),
    'key exchange',
    'key-exchange-failed',
  ],
  ['too many logins', new Error('Too many authentication failures'), 'auth', 'too-many-attempts'],
  ['an agent that is gone', new Error('Failed to connect to agent'), 'auth', 'agent-unreachable'],
  ['a reset in the login', systemError('ECONNRESET'), 'auth', 'closed-in-auth'],
])('%s is named', (_name, error, stage, cause) => {
  expect(classifyError(error, stage)).toBe(cause);
});

test('The first words of a server tell what it is', () => {
  expect(classifyGreeting('HTTP/1.1 400 Bad Request\r\n')).toBe('http-server');
  expect(classifyGreeting('<html><head>')).toBe('http-server');
  expect(classifyGreeting('Exceeded MaxStartups\r\n')).toBe('too-many-connections');
  expect(classifyGreeting('Not allowed at this time\r\n')).toBe('penalised');
  expect(classifyGreeting('Welcome to HTTP/1.1 lovers')).toBeNull();
});

test.each<[string, Cause]>([
  ['Your account has expired; please contact your system administrator.', 'account-expired'],
  ['System is booting up. Unprivileged users are not permitted to log in yet. See pam_nologin(8).', 'logins-closed'],
  ['Authorised use only!', 'closed-in-auth'],
  ['', 'closed-in-auth'],
])('What a server says before it hangs up after a login is understood: %s', (text, cause) => {
  expect(classifyFarewell(text)).toBe(cause);
});

test('Each stage that takes too long has a sentence of its own', () => {
  expect(timeoutCauses).toEqual({
    tcp: 'tcp-timeout',
    banner: 'banner-timeout',
    'key exchange': 'key-exchange-timeout',
    auth: 'auth-timeout',
  });
});

test('The version line is found after other lines and in pieces, and patience has an end', () => {
  const reader = new GreetingReader();
  expect(reader.read(Buffer.from('hello\r\nSS')).kind).toBe('waiting');
  expect(reader.read(Buffer.from('H-2.0-OpenSSH_9.2\r\n')).kind).toBe('ssh');
  const flooded = new GreetingReader();
  let verdict = flooded.read(Buffer.alloc(1000, 'x'));
  for (let i = 0; verdict.kind === 'waiting' && i < 100; i++) verdict = flooded.read(Buffer.alloc(1000, 'x'));
  expect(verdict).toEqual({ kind: 'refused', cause: 'not-ssh' });
  expect(new GreetingReader().read(Buffer.alloc(100_000_000, 'x')).kind).toBe('refused');
});

test('Text of a host loses its control characters, marks and excess', () => {
  expect(plainText('a\u0000b\u001b[31mc\u202ed\u200be\tf\ng\r')).toBe('ab[31mcde\tf\ng');
  expect(plainText('Grüße 日本 👋')).toBe('Grüße 日本 👋');
  expect(plainText('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}…`);
});
