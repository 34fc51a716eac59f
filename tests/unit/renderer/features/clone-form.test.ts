import { describe, expect, test } from 'vitest';
import { proposedRoot } from '../../../../renderer/features/repositories/add/folder-proposal.ts';
import {
  changeCloneForm,
  checkCloneForm,
  emptyCloneForm,
} from '../../../../renderer/features/repositories/clone/clone-form.ts';
import { forgeOf, overSsh, readCloneAddress } from '../../../../renderer/features/repositories/clone/clone-url.ts';
import { compareForgeKey } from '../../../../renderer/features/repositories/clone/forge-keys.ts';

const nobody = { user: '', token: '' };

test.each([
  ['https://github.com/acme/shop.git', { ...nobody, url: 'https://github.com/acme/shop.git', name: 'shop' }],
  [' git@git.example.org:team/a/shop ', { ...nobody, url: 'git@git.example.org:team/a/shop', name: 'shop' }],
  ['ssh://git@host:2222/srv/git/shop.git/', { ...nobody, url: 'ssh://git@host:2222/srv/git/shop.git/', name: 'shop' }],
  [
    '$ git clone --depth 1 -b "main" --recursive git@host:shop.git \'my shop\'',
    { ...nobody, url: 'git@host:shop.git', name: 'my shop' },
  ],
  ['git clone https://host/shop.git ~/code/store/', { ...nobody, url: 'https://host/shop.git', name: 'store' }],
  ['https://github.com/acme/shop/tree/main/src', { ...nobody, url: 'https://github.com/acme/shop', name: 'shop' }],
  ['https://me:p%40ss@host/shop', { url: 'https://host/shop', name: 'shop', user: 'me', token: 'p@ss' }],
  [
    'https://me@bitbucket.org/acme/shop.git',
    { ...nobody, url: 'https://me@bitbucket.org/acme/shop.git', name: 'shop' },
  ],
  [
    'https://ghp_0123456789abcdefghij@github.com/a/b',
    { url: 'https://github.com/a/b', name: 'b', user: '', token: 'ghp_0123456789abcdefghij' },
  ],
  ['git clone', { ...nobody, url: '', name: '' }],
  ['https://host/a/..', { ...nobody, url: 'https://host/a/..', name: '' }],
])('%s', (text, expected) => expect(readCloneAddress(text)).toEqual(expected));

test('the same repository over SSH, and the machine it is on', () => {
  expect(overSsh('https://github.com/acme/shop.git')).toBe('git@github.com:acme/shop.git');
  expect(overSsh('git@host:shop')).toBe('git@host:shop');
  expect(['https://me@git.example.org:8443/a', 'git@host:a', 'ssh://git@[2001:db8::7]:22/a'].map(forgeOf)).toEqual([
    'git.example.org',
    'host',
    '[2001:db8::7]',
  ]);
  expect(compareForgeKey('GitHub.com', 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')).toBe('match');
  expect(compareForgeKey('github.com', 'SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8')).toBe('mismatch');
  expect(compareForgeKey('git.example.org', 'SHA256:x')).toBe('unknown');
});

describe('the form of a clone', () => {
  const typed = (...parts: Parameters<typeof changeCloneForm>[1][]) =>
    parts.reduce<ReturnType<typeof emptyCloneForm>>(
      (form, part) => changeCloneForm(form, part, '~/code'),
      emptyCloneForm('~/code'),
    );

  test('the folder follows the address until it is typed', () => {
    expect(typed({ address: 'https://host/shop.git' }).path).toBe('~/code/shop');
    const own = typed({ address: 'https://host/shop.git' }, { path: '/srv/x' }, { address: 'https://host/other' });
    expect(own.path).toBe('/srv/x');
  });

  test('a login in the address moves to its own fields, and never reaches the address that git is given', () => {
    const form = typed({ address: 'git clone https://me:secret@host/shop.git' });
    expect(form).toMatchObject({ address: 'https://host/shop.git', login: 'token', user: 'me', token: 'secret' });
    expect(checkCloneForm('p', form, null)).toMatchObject({
      ok: true,
      input: { url: 'https://host/shop.git', login: { kind: 'token', user: 'me', token: 'secret' } },
    });
    expect(typed({ address: 'https://me:secret@host/a' }, { address: 'git@host:a' }).login).toBe('host');
  });

  test('a deploy key clones over SSH, and without a user a token has one that forges take', () => {
    const key = typed({ address: 'https://github.com/acme/shop.git', login: 'deploy-key' });
    expect(checkCloneForm('p', key, 'SHA256:x')).toMatchObject({
      input: { url: 'git@github.com:acme/shop.git', login: { kind: 'deploy-key' }, trustedFingerprint: 'SHA256:x' },
    });
    const token = typed({ address: 'https://host/a', login: 'token', token: ' t ' });
    expect(checkCloneForm('p', token, null)).toMatchObject({ input: { login: { user: 'git', token: 't' } } });
  });

  test('what is wrong is told at its field, in the contract’s words', () => {
    expect(checkCloneForm('p', typed({ address: 'shop' }, { path: 'code/shop' }), null)).toEqual({
      ok: false,
      errors: {
        url: 'URL must begin with https://, ssh:// or git://, or look like git@host:path',
        path: 'Path must begin with / or ~/',
      },
    });
    const token = typed({ address: 'https://host/a', login: 'token' });
    expect(checkCloneForm('p', token, null)).toEqual({ ok: false, errors: { token: 'Token must not be empty' } });
  });
});

test('new repositories go where most are, else where this user may surely write', () => {
  const roots = ['/var/www/github', '~/code/'];
  const at = (path: string, isAdded = false) => ({ path, isAdded });
  expect(proposedRoot({ roots, user: 'deploy', repositories: [] })).toBe('~/code');
  expect(proposedRoot({ roots, user: 'root', repositories: [] })).toBe('/var/www/github');
  expect(proposedRoot({ roots: ['/srv'], user: 'deploy', repositories: [] })).toBe('/srv');
  const few = [at('/var/www/github/a'), at('/home/deploy/code/b'), at('/root/code/c')];
  expect(proposedRoot({ roots, user: 'root', repositories: few })).toBe('~/code');
  expect(
    proposedRoot({
      roots,
      user: 'deploy',
      repositories: [at('/var/www/github/a'), ...few.map(({ path }) => at(path, true))],
    }),
  ).toBe('/var/www/github');
});
