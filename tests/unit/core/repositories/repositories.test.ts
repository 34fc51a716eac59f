import { describe, expect, it } from 'vitest';
import { type Result, succeed } from '../../../../main/contract/failure.ts';
import { inspectRepositories } from '../../../../main/core/repositories/inspect-repositories.ts';
import {
  forgetRepository,
  listRepositories,
  rememberedRepositories,
  rememberRow,
} from '../../../../main/core/repositories/listed-repositories.ts';
import { resolveRepository } from '../../../../main/core/repositories/resolve-repository.ts';
import { askedHost, rowOf } from './scene.ts';

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const told = await answer;
  if (!told.ok) throw new Error(told.failure.message);
  return told.value;
};

/** A host whose list was asked for once. */
async function listedHost(rows: readonly object[]) {
  const { host, asked } = askedHost();
  const listing = listRepositories(host);
  asked[0]?.answer(succeed(rows));
  return { host, asked, listed: await must(listing) };
}

describe('the list', () => {
  it('is searched as deep as the profile says, ordered by name, and shows no control characters', async () => {
    const { asked, listed } = await listedHost([
      rowOf('/srv/b', { name: 'zeta' }),
      rowOf('/srv/a', { name: 'al\u001b[31mpha', branch: 'x\ny' }),
      rowOf('/srv/c', { name: '\u0007' }),
    ]);
    expect(asked[0]?.args.slice(-2)).toEqual(['--depth', '2']);
    expect(listed.map(({ name, branch }) => [name, branch])).toEqual([
      ['alpha', 'x y'],
      [listed[1]?.id, 'main'],
      ['zeta', 'main'],
    ]);
  });

  it('gives two that look alike ids of their own', async () => {
    const { listed } = await listedHost([rowOf('/srv/\ufffd'), rowOf('/srv/\ufffd')]);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(2);
  });

  it('takes in what was changed, and knows it by id, path and name without asking again', async () => {
    const { host, asked, listed } = await listedHost([rowOf('/srv/a'), rowOf('/srv/b')]);
    const named = rememberRow(host, rowOf('/srv/a', { name: 'Shop', isAdded: true }));
    // It lies below the profile's folders, whatever was done to it.
    expect(named).toMatchObject({ id: listed[0]?.id, name: 'Shop', isAdded: false });
    const added = rememberRow(host, rowOf('/opt/c', { isAdded: true }));
    expect(await must(resolveRepository(host, added.id))).toMatchObject({ path: '/opt/c' });
    expect(await must(resolveRepository(host, '/srv/a/'))).toMatchObject({ id: named.id, name: 'Shop' });
    forgetRepository(host, added.id);
    expect(
      rememberedRepositories(host)
        ?.map(({ path }) => path)
        .sort(),
    ).toEqual(['/srv/a', '/srv/b']);
    expect(asked.length).toBe(1);
  });
});

describe('a look at working copies', () => {
  it('tells each by its id, also when the host tells too little', async () => {
    const { host, asked, listed } = await listedHost([rowOf('/srv/a'), rowOf('/srv/b')]);
    const ids = listed.map(({ id }) => id);
    const looked = inspectRepositories(host, ids, new AbortController().signal);
    await Promise.resolve();
    expect(asked[1]?.args).toEqual(['--path', '/srv/a', '--path', '/srv/b']);
    asked[1]?.answer(succeed([{ changedCount: 2, aheadCount: 1, behindCount: null }]));
    expect(await must(looked)).toEqual([
      { id: ids[0], changedCount: 2, aheadCount: 1, behindCount: null },
      { id: ids[1], changedCount: null, aheadCount: null, behindCount: null },
    ]);
  });

  it('searches once for one that is not known, and leaves it out when it is not there', async () => {
    const { host, asked, listed } = await listedHost([rowOf('/srv/a')]);
    const [known] = listed;
    const ids = ['nobody', known?.id ?? ''];
    const looked = inspectRepositories(host, ids, new AbortController().signal);
    asked[1]?.answer(succeed([rowOf('/srv/a')]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.map(({ command, args }) => [command, args.includes('/srv/a')])).toEqual([
      ['repositories-list', false],
      ['repositories-list', false],
      ['repositories-inspect', true],
    ]);
    const standing = { changedCount: 1, aheadCount: null, behindCount: null };
    asked[2]?.answer(succeed([standing]));
    expect(await must(looked)).toEqual([{ id: known?.id, ...standing }]);
    const none = inspectRepositories(host, ['nobody'], new AbortController().signal);
    asked[3]?.answer(succeed([]));
    expect(await must(none)).toEqual([]);
  });
});
