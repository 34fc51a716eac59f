import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instanceId } from '../../../../main/contract/references.ts';
import { repositoryId } from '../../../../main/core/repositories/repository-id.ts';

describe('repositoryId', () => {
  it('is readable, stable and different for folders of one name', () => {
    expect(repositoryId('/srv/a/Harbor API')).toMatch(/^harbor-api-[0-9a-f]{6}$/);
    expect(repositoryId('/srv/a/web')).toBe(repositoryId('/srv/a/web'));
    expect(repositoryId('/srv/a/web')).not.toBe(repositoryId('/srv/b/web'));
  });

  it.each([
    '/',
    '//',
    '/…',
    '/x/ { return 200; } location /pwn { alias /etc/; }',
    '/-rf',
    `/${'a'.repeat(300)}`,
    '/é\n$(id)',
  ])('makes a slug of %j', (hostile) => expect(instanceId.safeParse(repositoryId(hostile)).success).toBe(true));

  it('makes a slug of any path', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => instanceId.safeParse(repositoryId(path)).success));
  });
});
