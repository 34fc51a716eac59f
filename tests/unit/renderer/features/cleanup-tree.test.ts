import { expect, test } from 'vitest';
import { freedWords, sizesOf, sizeWords } from '../../../../renderer/features/cleanup/cleanup-sizes.ts';
import { cleanupGroups, kindCount } from '../../../../renderer/features/cleanup/cleanup-tree.ts';
import {
  firstView,
  PAGE_LENGTH,
  type TreeRow,
  toggled,
  treeKey,
  treeRows,
  withMore,
} from '../../../../renderer/features/cleanup/tree-rows.ts';
import { cleanupItemOf, oldLeftovers } from '../../../support/fake-core/fake-cleanup.ts';

const mebi = 1024 ** 2;
const nameOf = (id: string) => `name of ${id}`;
const many = (count: number, instanceId: string | null) =>
  Array.from({ length: count }, (_, index) =>
    cleanupItemOf('socket', `/run/${instanceId}/${index}.sock`, 'nobody answers on it', { instanceId }),
  );
const words = (row: TreeRow) => {
  if (row.type === 'group') return row.group.title;
  if (row.type === 'kind') return kindCount(row.kind);
  return row.type === 'item' ? row.item.target : `more ${row.restCount}`;
};

test('groups have names and sums, the largest first and the server last; memory is no disk', () => {
  const onServer = cleanupItemOf('lock', '~/lock', 'its owner is gone', { sizeBytes: 9_000 * mebi });
  const groups = cleanupGroups([onServer, ...oldLeftovers], nameOf);
  expect(groups.map(({ title, itemCount, sizes }) => [title, itemCount, sizeWords(sizes)])).toEqual([
    ['name of old-shop', 1, '640 MB'],
    ['name of billing-api', 3, '130 MB memory'],
    ['The server itself', 1, '8.8 GB'],
  ]);
  expect(freedWords(sizesOf(oldLeftovers))).toBe('640 MB of disk and 130 MB of memory');
  expect(freedWords(sizesOf([]))).toBe('');
});

test('a kind with one item is that item; a short list is open', () => {
  const groups = cleanupGroups([...oldLeftovers, ...many(2, 'old-shop')], nameOf);
  expect(treeRows(groups, firstView(groups)).map((row) => [row.level, words(row)])).toEqual([
    [1, 'name of old-shop'],
    [2, '~/.local/share/berth/instances/old-shop'],
    [2, '2 sockets'],
    [3, '/run/old-shop/0.sock'],
    [3, '/run/old-shop/1.sock'],
    [1, 'name of billing-api'],
    [2, 'pid 3310'],
    [2, '~/.local/share/berth/ports/8891'],
    [2, '~/.local/share/berth/run/8891/ipc.sock'],
  ]);
});

test('five thousand items are a few lines until they are asked for, page by page, none left out', () => {
  const groups = cleanupGroups([...many(4_990, 'old-shop'), ...many(10, null)], nameOf);
  let view = firstView(groups);
  expect(treeRows(groups, view).map(words)).toEqual(['name of old-shop', 'The server itself']);
  view = toggled(toggled(view, 'of old-shop'), 'of old-shop socket');
  expect(treeRows(groups, view)).toHaveLength(2 + 1 + PAGE_LENGTH + 1);
  expect(treeRows(groups, view).map(words)).toContain('more 4890');
  for (let page = 0; page < 3; page += 1) view = withMore(view, 'of old-shop socket');
  const items = treeRows(groups, view).filter(({ type }) => type === 'item');
  expect(new Set(items.map(({ id }) => id)).size).toBe(4_990);
});

test('keys move as in a file explorer', () => {
  const groups = cleanupGroups([...oldLeftovers, ...many(2, 'old-shop')], nameOf);
  const rows = treeRows(groups, toggled(firstView(groups), 'of old-shop socket'));
  const item = rows[1]?.id ?? '';
  expect(treeKey(rows, 'of old-shop', 'ArrowDown')).toEqual({ focusId: item });
  expect(treeKey(rows, 'of old-shop', 'ArrowUp')).toBeNull();
  expect(treeKey(rows, 'of old-shop', 'ArrowLeft')).toEqual({ actId: 'of old-shop' });
  expect(treeKey(rows, 'of old-shop', 'ArrowRight')).toEqual({ focusId: item });
  expect(treeKey(rows, 'of old-shop socket', 'ArrowRight')).toEqual({ actId: 'of old-shop socket' });
  expect(treeKey(rows, 'of old-shop socket', 'ArrowLeft')).toEqual({ focusId: 'of old-shop' });
  expect(treeKey(rows, item, 'ArrowLeft')).toEqual({ focusId: 'of old-shop' });
  expect(treeKey(rows, item, 'Enter')).toBeNull();
  expect(treeKey(rows, item, 'End')).toEqual({ focusId: rows.at(-1)?.id });
  expect(treeKey(rows, item, 'x')).toBeNull();
});
