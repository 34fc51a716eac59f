import { expect, test } from 'vitest';
import { profile } from '../../../../main/contract/profiles.ts';
import { parseSshCommand } from '../../../../renderer/features/profiles/form/parse-ssh-command.ts';
import { findWay } from '../../../../renderer/features/profiles/form/profile-way.ts';

const nothing = { user: null, port: null, keyPath: null, jumps: [], isAgentForwarded: false };

test.each([
  ['ssh me@host.example', { ...nothing, address: 'host.example', user: 'me' }],
  [
    '  $ ssh me@host -p 2222 -i ~/.ssh/key ',
    { ...nothing, address: 'host', user: 'me', port: '2222', keyPath: '~/.ssh/key' },
  ],
  ['ssh -p2222 -l root 10.0.0.1', { ...nothing, address: '10.0.0.1', user: 'root', port: '2222' }],
  [
    "ssh -i '/home/me/my keys/id' me@host uptime",
    { ...nothing, address: 'host', user: 'me', keyPath: '/home/me/my keys/id' },
  ],
  ['ssh -o Port=2200 -o User=deploy host', { ...nothing, address: 'host', user: 'deploy', port: '2200' }],
  ['ssh -A -t -L 8080:localhost:80 me@host', { ...nothing, address: 'host', user: 'me', isAgentForwarded: true }],
  ['ssh -tAp 2222 me@host', { ...nothing, address: 'host', user: 'me', port: '2222', isAgentForwarded: true }],
  [
    'ssh -J ops@gate:2200,inner me@host -i key',
    {
      ...nothing,
      address: 'host',
      user: 'me',
      keyPath: 'key',
      jumps: [
        { address: 'gate', user: 'ops', port: '2200' },
        { address: 'inner', user: null, port: null },
      ],
    },
  ],
  [
    'ssh -o ProxyJump=gate -o IdentityFile=~/.ssh/id -o ForwardAgent=yes me@host',
    {
      address: 'host',
      user: 'me',
      port: null,
      keyPath: '~/.ssh/id',
      jumps: [{ address: 'gate', user: null, port: null }],
      isAgentForwarded: true,
    },
  ],
  ['ssh://me@host:2200/', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@host:2200', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@[2001:db8::7]:2200', { ...nothing, address: '2001:db8::7', user: 'me', port: '2200' }],
  ['ssh me@2001:db8::7', { ...nothing, address: '2001:db8::7', user: 'me' }],
])('%s', (text, expected) => {
  expect(parseSshCommand(text)).toEqual(expected);
});

test('a host on the way is found among the saved servers, by its name or by where it is', () => {
  const make = (id: string, more: object) =>
    profile.parse({ id, name: id, address: `${id}.example`, user: 'ops', ...more });
  const saved = [make('gate', {}), make('inner', { port: 2200 })];
  const wayOf = (text: string) => findWay(saved, parseSshCommand(text)?.jumps ?? []);
  expect(wayOf('ssh me@host')).toEqual({ jumpProfileId: null, missing: null });
  expect(wayOf('ssh -J gate me@host')).toEqual({ jumpProfileId: 'gate', missing: null });
  expect(wayOf('ssh -J gate,ops@inner.example:2200 me@host')).toEqual({ jumpProfileId: 'inner', missing: null });
  expect(wayOf('ssh -J inner.example me@host')).toEqual({ jumpProfileId: null, missing: 'inner.example' });
  expect(wayOf('ssh -J me@gate me@host')).toEqual({ jumpProfileId: null, missing: 'me@gate' });
});

test.each(['', 'host.example', 'two words', 'ssh', 'ssh -p 22', 'rsync me@host:x .', '203.0.113.7'])(
  'leaves "%s" as it is typed',
  (text) => expect(parseSshCommand(text)).toBeNull(),
);
