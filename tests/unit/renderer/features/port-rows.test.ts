import { expect, test } from 'vitest';
import type { HostPort } from '../../../../main/contract/host-ports.ts';
import { portRows } from '../../../../renderer/features/ports/table/port-rows.ts';

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
const rows = (...ports: HostPort[]) => portRows(ports, (id) => id.toUpperCase());

test('one program on several addresses is one line with the widest reach, in the order of the ports', () => {
  const sshd = { command: 'sshd: /usr/sbin/sshd [listener]', user: 'root' };
  expect(
    rows(port(8888, '127.0.0.1'), port(22, '127.0.0.1', sshd), port(22, '::', sshd), port(22, '10.0.0.1', sshd)),
  ).toMatchObject([
    { port: 22, owner: 'sshd · root', reach: 'every', isSsh: true },
    { port: 8888, owner: 'another program', reach: 'host' },
  ]);
});

test('two programs on one port stay two lines', () => {
  expect(rows(port(80, '10.0.0.1', { command: 'nginx' }), port(80, '10.0.0.2', { command: 'caddy' }))).toHaveLength(2);
});

test('ours are named by what they serve', () => {
  const claim = port(8890, null, { kind: 'claim', instanceId: 'b' });
  expect(
    rows(
      port(8887, '127.0.0.1', { kind: 'nginx' }),
      port(8888, '127.0.0.1', { kind: 'instance', instanceId: 'a' }),
      claim,
    ),
  ).toMatchObject([
    { owner: 'Berth’s nginx' },
    { owner: 'A' },
    { owner: 'B · claimed, not listening', reach: 'closed', address: null },
  ]);
});

test('an address of its own is told', () => {
  expect(rows(port(80, '10.0.0.1'))).toMatchObject([{ reach: 'one', address: '10.0.0.1' }]);
});
