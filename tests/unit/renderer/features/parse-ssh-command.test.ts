import { expect, test } from 'vitest';
import { parseSshCommand } from '../../../../renderer/features/profiles/parse-ssh-command.ts';

const nothing = { user: null, port: null, keyPath: null };

test.each([
  ['ssh me@host.example', { ...nothing, address: 'host.example', user: 'me' }],
  ['  $ ssh me@host -p 2222 -i ~/.ssh/key ', { address: 'host', user: 'me', port: '2222', keyPath: '~/.ssh/key' }],
  ['ssh -p2222 -l root 10.0.0.1', { ...nothing, address: '10.0.0.1', user: 'root', port: '2222' }],
  [
    "ssh -i '/home/me/my keys/id' me@host uptime",
    { ...nothing, address: 'host', user: 'me', keyPath: '/home/me/my keys/id' },
  ],
  ['ssh -o Port=2200 -o User=deploy host', { ...nothing, address: 'host', user: 'deploy', port: '2200' }],
  ['ssh -A -t -L 8080:localhost:80 me@host', { ...nothing, address: 'host', user: 'me' }],
  ['ssh://me@host:2200/', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@host:2200', { ...nothing, address: 'host', user: 'me', port: '2200' }],
  ['me@[2001:db8::7]:2200', { ...nothing, address: '2001:db8::7', user: 'me', port: '2200' }],
  ['ssh me@2001:db8::7', { ...nothing, address: '2001:db8::7', user: 'me' }],
])('%s', (text, expected) => {
  expect(parseSshCommand(text)).toEqual(expected);
});

test.each(['', 'host.example', 'two words', 'ssh', 'ssh -p 22', 'rsync me@host:x .', '203.0.113.7'])(
  'leaves "%s" as it is typed',
  (text) => expect(parseSshCommand(text)).toBeNull(),
);
