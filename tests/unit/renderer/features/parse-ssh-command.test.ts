import { expect, test } from 'vitest';
import { profile } from '../../../../main/contract/profiles.ts';
import { parseSshCommand } from '../../../../renderer/features/profiles/form/parse-ssh-command.ts';
import { findWay } from '../../../../renderer/features/profiles/form/profile-way.ts';

const nothing = { user: null, port: null, keyPath: null, jumps: [], isAgentForwarded: false, leftOut: [] };

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
      ...nothing,
      address: 'host',
      user: 'me',
      keyPath: '~/.ssh/id',
      jumps: [{ address: 'gate', user: null, port: null }],
      isAgentForwarded: true,
    },
  ],
  ['ssh://me@host:2200/', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@host:2200', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@[2001:db8::7]:2200', { ...nothing, address: '2001:db8::7', user: 'me', port: '2200' }],
  ['ssh me@2001:db8::7', { ...nothing, address: '2001:db8::7', user: 'me' }],
  ['host:2200', { ...nothing, address: 'host', port: '2200' }],
  ['ssh://host', { ...nothing, address: 'host' }],
  ['ssh -p2222 [fe80::1%eth0]', { ...nothing, address: 'fe80::1%eth0', port: '2222' }],
  ['me@laptop:~$ /usr/bin/ssh "me@host"', { ...nothing, address: 'host', user: 'me' }],
  [
    'ssh –p 2222 me@host -i “my keys/id”\n',
    { ...nothing, address: 'host', user: 'me', port: '2222', keyPath: 'my keys/id' },
  ],
  [
    'ssh -i"/a b/c" -o "Port 2200" -oUser=me host',
    { ...nothing, address: 'host', user: 'me', port: '2200', keyPath: '/a b/c' },
  ],
  [
    'ssh -i $HOME/.ssh/my\\ key -o IdentityFile=~/other me@host',
    { ...nothing, address: 'host', user: 'me', keyPath: '~/.ssh/my key' },
  ],
  ['ssh.exe -i C:\\keys\\id me@host', { ...nothing, address: 'host', user: 'me', keyPath: 'C:\\keys\\id' }],
  ['ssh me@host tar -p 3 -l other', { ...nothing, address: 'host', user: 'me' }],
  ['ssh -Z --port 2200 -l root me@host', { ...nothing, address: 'host', user: 'root', port: '2200' }],
  [
    'ssh -F cfg -L 1:h:2 -o ProxyCommand="nc %h %p" -o LogLevel=quiet me@host',
    { ...nothing, address: 'host', user: 'me', leftOut: ['-F cfg', '-o ProxyCommand=nc %h %p'] },
  ],
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

test.each([
  '',
  'host.example',
  'two words',
  'ssh',
  'ssh -p 22',
  'rsync me@host:x .',
  '203.0.113.7',
  '2001:db8::7',
  'git@host:a/b.git',
])('leaves "%s" as it is typed', (text) => expect(parseSshCommand(text)).toBeNull());
