import { expect, test } from 'vitest';
import { agentAddress } from '../../../../../main/core/ssh/auth/agent-address.ts';
import { pageantPipe } from '../../../../../main/core/ssh/auth/pageant.ts';

const pipe = '\\\\.\\pipe\\openssh-ssh-agent';

test.each<[string | null, string | null, NodeJS.Platform, object]>([
  [null, '/run/agent', 'linux', { path: '/run/agent' }],
  [null, pipe, 'win32', { path: pipe }],
  [null, null, 'linux', { cause: 'agent-missing' }],
  ['~/.1password/agent.sock', '/run/agent', 'linux', { path: '/home/me/.1password/agent.sock' }],
  ['/tmp/a b', null, 'darwin', { path: '/tmp/a b' }],
  [pipe, null, 'win32', { path: pipe }],
  ['//./pipe/pageant.me.0123', null, 'win32', { path: '//./pipe/pageant.me.0123' }],
  [pipe, '/run/agent', 'linux', { cause: 'pipe-elsewhere' }],
  ['Pageant', pipe, 'win32', { path: 'pageant' }],
  ['pageant', '/run/agent', 'darwin', { cause: 'pageant-elsewhere' }],
])('The agent %j with %j on %s is %j', (agentPath, agentSocket, platform, expected) => {
  expect(
    agentAddress({ agentPath, agentSocket, platform, homeDirectory: '/home/me', findPageant: () => null }),
  ).toEqual(expected);
});

test('Pageant is found by its pipe, and only the one of this user', () => {
  const names = ['openssh-ssh-agent', 'pageant.you.0123', 'pageant.Me.4567', 'pageant.meta.89'];
  expect(pageantPipe(names, 'me')).toBe('\\\\.\\pipe\\pageant.Me.4567');
  expect(pageantPipe(names, 'nobody')).toBeNull();
  const places = { agentPath: 'pageant', agentSocket: null, homeDirectory: '/', platform: 'win32' } as const;
  expect(agentAddress({ ...places, findPageant: () => 'a pipe' })).toEqual({ path: 'a pipe' });
});
