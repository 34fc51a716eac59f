import { expect, test } from 'vitest';
import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { exposureOf, isLoopback } from '../../../../renderer/features/ports/table/exposure.ts';

const port = (number: number, address: string | null, part: Partial<HostPort> = {}): HostPort => ({
  port: number,
  protocol: 'tcp',
  address,
  kind: 'foreign',
  instanceId: null,
  pid: null,
  user: null,
  command: null,
  ...part,
});

test.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost', '::1%lo'])(
  '%s is loopback',
  (address) => {
    expect(isLoopback(address)).toBe(true);
  },
);

test.each(['0.0.0.0', '::', '*', '10.0.0.1', '1270.0.0.1', '127.evil.example', 'fe80::1%eth0', ''])(
  '%s is not loopback',
  (address) => expect(isLoopback(address)).toBe(false),
);

test('without a list nothing is claimed', () => {
  expect(exposureOf(null, 22).level).toBe('unknown');
});

test('only SSH listens: closed, on whatever port SSH is', () => {
  const ports = [
    port(2222, '0.0.0.0'),
    port(8888, '127.0.0.1', { kind: 'instance' }),
    port(8890, null, { kind: 'claim' }),
  ];
  expect(exposureOf(ports, 2222)).toEqual({
    level: 'closed',
    sentence: 'nothing on this server is open to the internet except SSH',
  });
});

test('a second sshd is SSH too, also by the title it gives its process', () => {
  const title = 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups';
  expect(exposureOf([port(2022, '::', { command: title })], 22).level).toBe('closed');
  expect(exposureOf([port(2022, '::', { command: '/opt/not-sshd/run' })], 22).level).toBe('others');
  expect(exposureOf([port(22, '::', { command: 'sshd' }), port(2222, '::')], 2222).level).toBe('closed');
});

test('behind a forwarded port the host’s own port 22 is SSH; another program there is not', () => {
  expect(exposureOf([port(22, '0.0.0.0')], 2222).level).toBe('closed');
  expect(exposureOf([port(22, '0.0.0.0', { command: 'nginx' })], 22).level).toBe('others');
});

test('listeners of others are named, each once, and the sentence about nothing is not said', () => {
  const { level, sentence } = exposureOf([port(443, '::'), port(80, '0.0.0.0'), port(80, '::'), port(22, '::')], 22);
  expect(level).toBe('others');
  expect(sentence).toContain('ports 80, 443');
});

test.each(['instance', 'nginx'] as const)(
  'an %s of ours on an open address is an alarm, even on the SSH port',
  (kind) => {
    expect(exposureOf([port(22, '0.0.0.0', { kind })], 22).level).toBe('berth');
  },
);
