import { expect, test } from 'vitest';
import { createListViews } from '../../../../renderer/features/repositories/list/list-views.ts';
import {
  repositoryRows,
  sortRepositories,
  sortRows,
} from '../../../../renderer/features/repositories/list/repository-rows.ts';
import { fakeInstance } from '../../../support/fake-core/fake-hosts.ts';
import { fakeRepository } from '../../../support/fake-core/fake-repositories.ts';

function memoryStorage(text: string | null = null) {
  const items = new Map(text === null ? [] : [['berth.lists', text]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

test('each server’s list comes back in its order and with its search; what stands as always is not kept', () => {
  const storage = memoryStorage();
  const views = createListViews(storage);
  views.change('a', { sort: 'opened' });
  views.change('a', { search: 'api' });
  views.change('b', { sort: 'name' });
  views.change('b', { sort: 'state' });
  const again = createListViews(storage).store.getState();
  expect(again).toEqual({ a: { sort: 'opened', search: 'api' } });
});

test.each(['', '{', '{}', '[{"profileId":"a","sort":"size","search":""}]', 'null'])(
  'what cannot be read is forgotten: %s',
  (text) => expect(createListViews(memoryStorage(text)).store.getState()).toEqual({}),
);

test('a storage that refuses is no fault', () => {
  const refuse = () => {
    throw new Error('quota');
  };
  const views = createListViews({ getItem: () => null, setItem: refuse });
  expect(() => views.change('a', { sort: 'name' })).not.toThrow();
});

test('rows are put in the order of use, of names, or of when they were opened', () => {
  const repositories = sortRepositories([
    fakeRepository('/srv/b10', { lastOpenedAtMs: 5 }),
    fakeRepository('/srv/b2', { lastOpenedAtMs: 9 }),
    fakeRepository('/srv/c'),
    fakeRepository('/srv/a'),
  ]);
  const instances = [fakeInstance('c', { state: 'running' })];
  const rows = repositoryRows({ repositories, instances, operations: {}, memoryBytes: new Map() });
  const order = (sort: Parameters<typeof sortRows>[1]) => sortRows(rows, sort).map(({ name }) => name);
  expect(order('state')).toEqual(['c', 'a', 'b2', 'b10']);
  expect(order('name')).toEqual(['a', 'b2', 'b10', 'c']);
  expect(order('opened')).toEqual(['b2', 'b10', 'a', 'c']);
});
