import { describe, expect, it } from 'vitest';
import { deployKeyPage } from '../../../../main/core/repositories/deploy-key.ts';

describe('the page of deploy keys', () => {
  it.each([
    ['git@github.com:acme/shop.git', 'https://github.com/acme/shop/settings/keys/new'],
    ['ssh://git@GitHub.com:22/acme/shop', 'https://github.com/acme/shop/settings/keys/new'],
    ['git@gitlab.com:group/sub/shop.git', 'https://gitlab.com/group/sub/shop/-/settings/repository'],
    ['git@bitbucket.org:acme/shop/', 'https://bitbucket.org/acme/shop/admin/access-keys/'],
    ['git@codeberg.org:acme/shop.git', 'https://codeberg.org/acme/shop/settings/keys'],
  ])('of %s is %s', (url, page) => expect(deployKeyPage(url)).toBe(page));

  it.each([
    'git@example.com:acme/shop.git',
    'https://github.com/acme/shop',
    'git@github.com:../../settings/x',
    'git@github.com:acme/shop?x#y',
    'git@github.com:shop',
    'git@github.com.example.com:acme/shop',
  ])('of %s is not known', (url) => expect(deployKeyPage(url)).toBe(null));
});
