import { expect, test } from 'vitest';
import { createScrub } from '../../../../main/core/ssh/diagnosis/scrub.ts';

const scrub = createScrub({
  profile: { keyPath: '~/keys of mine/id_canary', agentPath: '/run/user/1000/canary.sock' },
  homeDirectory: '/home/me',
  agentSocket: '/tmp/ssh-canary/agent.1',
});

test.each([
  ['The key /home/me/keys of mine/id_canary is locked.', 'The key the key file is locked.'],
  ['The key file ~/keys of mine/id_canary does not exist.', 'The key file the key file does not exist.'],
  ['connect ENOENT /run/user/1000/canary.sock', 'connect ENOENT the agent'],
  ['No agent at /tmp/ssh-canary/agent.1.', 'No agent at the agent.'],
  ['/srv/other/canary is a folder.', 'a file is a folder.'],
  ['C:\\Users\\me\\canary.ppk may not be read.', 'a file may not be read.'],
  ['Known from /home/me/.ssh/known_hosts:12.', 'Known from ~/.ssh/known_hosts:12.'],
  ['It cannot be checked (/data/known_hosts:3).', 'It cannot be checked (/data/known_hosts:3).'],
  ['10.0.0.1 refused the connection on port 22.', '10.0.0.1 refused the connection on port 22.'],
  ['Its key is SHA256:/ab+/cd//e+F/g.', 'Its key is SHA256:/ab+/cd//e+F/g.'],
  ['Keys by curve25519-sha256/rsa at 3/4 of it.', 'Keys by curve25519-sha256/rsa at 3/4 of it.'],
])('%s', (told, shown) => {
  expect(scrub.paths(told)).toBe(shown);
});

test('A secret that came into a sentence does not stay there, and words of every sentence do', () => {
  expect(scrub.exact('It said canary-secret to /bin/sh.', ['canary-secret', 'It'])).toBe('It said ••• to /bin/sh.');
});

test('An agent that is named by a word and not by a place does not change sentences', () => {
  const places = { profile: { keyPath: null, agentPath: 'none' }, homeDirectory: '/home/me', agentSocket: null };
  expect(createScrub(places).paths('It accepted none of the keys.')).toBe('It accepted none of the keys.');
});
