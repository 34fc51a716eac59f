import { expect, test } from 'vitest';
import {
  type EntryKind,
  type PaletteEntry,
  searchPalette,
} from '../../../../renderer/features/palette/palette-search.ts';

const entry = (kind: EntryKind, title: string, note = '', words = ''): PaletteEntry => ({
  id: `${kind} ${title}`,
  kind,
  title,
  note,
  words,
  run: () => undefined,
});
const entries = [
  entry('command', 'Show ports'),
  entry('server', 'frankfurt-1', 'me@192.0.2.1', 'work'),
  entry('repository', 'pytorch-transformers', 'frankfurt-1 · running', '/srv/pytorch-transformers'),
  entry('repository', 'landing-page', 'oslo · asleep'),
  entry('tab', 'harbor-api', 'frankfurt-1'),
];
const found = (text: string) => searchPalette(entries, text).map(({ title }) => title);

test('without words everything is listed: tabs, repositories, servers, commands', () => {
  expect(found(' ')).toEqual(['harbor-api', 'pytorch-transformers', 'landing-page', 'frankfurt-1', 'Show ports']);
});

test('the name counts more than what stands beside it, and its beginning most', () => {
  expect(found('frank')).toEqual(['frankfurt-1', 'harbor-api', 'pytorch-transformers']);
  expect(found('page')).toEqual(['landing-page']);
  expect(found('p')[0]).toBe('pytorch-transformers');
});

test('each word must be somewhere, in any order', () => {
  expect(found('running frankfurt')).toEqual(['pytorch-transformers']);
  expect(found('oslo frankfurt')).toEqual([]);
  expect(found('work')).toEqual(['frankfurt-1']);
});

test('letters in their order find a long name, too', () => {
  expect(found('pttf')).toEqual(['pytorch-transformers']);
});

test('thousands are searched at once and few are shown', () => {
  const many = Array.from({ length: 5000 }, (_, index) => entry('repository', `service-${index}`, 'oslo'));
  expect(searchPalette(many, 'service').length).toBe(60);
  expect(searchPalette(many, 'service-4999').map(({ title }) => title)).toEqual(['service-4999']);
});
