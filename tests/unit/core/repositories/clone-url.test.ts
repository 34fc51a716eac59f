import { expect, it } from 'vitest';
import { repositories } from '../../../../main/contract/repositories.ts';

const problemOf = (url: string) => {
  const parsed = repositories.clone.input.safeParse({ profile: 'p', url, path: '~/x' });
  return parsed.success ? null : parsed.error.issues[0]?.message;
};

it('takes an address with a user, and none with a secret, which would stay in the working copy', () => {
  for (const url of [
    'https://example.com/a/b.git',
    'https://me@example.com:8443/a',
    'https://first.last%40example.com@dev.example.com/a',
    'ssh://git@example.com:2222/a',
    'ssh://git@[::1]:22/a',
    'git@example.com:a/b.git',
  ]) {
    expect([url, problemOf(url)]).toEqual([url, null]);
  }
  for (const url of ['https://me:pw@example.com/a', 'ssh://me:pw@example.com/a', 'git://me:pw@example.com/a']) {
    expect([url, problemOf(url)]).toEqual([url, 'URL must not hold a password; type it when it is asked for']);
  }
  for (const user of ['ghp_abc', 'github_pat_11ABC', 'glpat-abc', 'gho_1', 'ATBBxyz']) {
    expect(problemOf(`https://${user}@example.com/a`)).toMatch('URL must not hold a token');
  }
});
