import { expect, test } from 'vitest';
import type { Instance } from '../../../../main/contract/instances.ts';
import {
  filterRows,
  type RowOperation,
  repeatedNames,
  repositoryRows,
  sortRepositories,
} from '../../../../renderer/features/repositories/list/repository-rows.ts';
import { fakeRepository } from '../../../support/fake-core/fake-repositories.ts';

const repository = (id: string) => fakeRepository(`/srv/${id}`);
const instance = (id: string, part: Partial<Instance> = {}): Instance => ({
  id,
  repository: id,
  path: `/srv/${id}`,
  state: 'running',
  port: 8888,
  pid: 1,
  memoryBytes: 100,
  startedAtMs: 5,
  sinceMs: 5,
  supervision: 'marker',
  idleSeconds: 0,
  restartCount: 0,
  ended: null,
  ...part,
});
const operation = (part: Partial<RowOperation>): RowOperation => ({
  action: 'start',
  isRunning: true,
  steps: [],
  problem: null,
  startedAtMs: 0,
  wasInUse: false,
  ...part,
});
const sources = {
  repositories: [repository('a'), repository('b')],
  instances: [],
  operations: {},
  memoryBytes: new Map(),
};

test('names are sorted as people count, equal ones by their paths', () => {
  const named = (name: string, path: string) => ({ ...repository(name), path });
  const sorted = sortRepositories([named('app-10', '/c'), named('app-2', '/b'), named('app-2', '/a')]);
  expect(sorted.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
});

test('a repository without an instance is stopped', () => {
  expect(repositoryRows(sources).map(({ name, state, port }) => [name, state, port])).toEqual([
    ['a', 'stopped', null],
    ['b', 'stopped', null],
  ]);
});

const order = (states: Record<string, Instance['state']>, operations: Record<string, RowOperation> = {}) =>
  repositoryRows({
    ...sources,
    repositories: ['a', 'b', 'c', 'd'].map(repository),
    instances: Object.entries(states).map(([id, state]) => instance(id, { state })),
    operations,
  })
    .map(({ id }) => id)
    .join('');

test('what is in use comes first, and falling asleep, crashing and waking move nothing', () => {
  expect(order({})).toBe('abcd');
  expect(order({ b: 'stopped', c: 'running', d: 'running' })).toBe('cdab');
  for (const state of ['suspended', 'crashed', 'starting'] as const) {
    expect(order({ c: state, d: 'running' })).toBe('cdab');
  }
});

test('a row keeps its place while something is done with it', () => {
  const starting = { c: operation({ wasInUse: false }) };
  expect(order({ c: 'starting', d: 'running' }, starting)).toBe('dabc');
  const waking = { c: operation({ wasInUse: true }) };
  expect(order({ c: 'stopped', d: 'running' }, waking)).toBe('cdab');
  const over = { c: operation({ isRunning: false }) };
  expect(order({ c: 'running' }, over)).toBe('cabd');
});

test('a name that stands twice is told apart by its path', () => {
  const rows = repositoryRows({ ...sources, repositories: [repository('a'), { ...repository('b'), name: 'a' }] });
  expect([...repeatedNames(rows)]).toEqual(['a']);
});

test('a running instance brings its port, and the fresher memory reading wins', () => {
  const [row] = repositoryRows({
    ...sources,
    repositories: [repository('a')],
    instances: [instance('a')],
    memoryBytes: new Map([['a', 250]]),
  });
  expect(row).toMatchObject({ state: 'running', port: 8888, memoryBytes: 250 });
});

test('memory of something that does not run is not shown', () => {
  const [row] = repositoryRows({
    ...sources,
    repositories: [repository('a')],
    instances: [instance('a', { state: 'crashed' })],
    memoryBytes: new Map([['a', 250]]),
  });
  expect(row).toMatchObject({ state: 'crashed', memoryBytes: null });
});

test('an operation that runs is the state, one that failed is not', () => {
  const starting = repositoryRows({ ...sources, operations: { a: operation({}), b: operation({ action: 'stop' }) } });
  expect(starting.map(({ state }) => state)).toEqual(['starting', 'stopping']);
  const failed = repositoryRows({ ...sources, operations: { a: operation({ isRunning: false }) } });
  expect(failed[0]?.state).toBe('stopped');
});

test('something that runs for a repository that is not listed still gets a row; what is stopped does not', () => {
  const rows = repositoryRows({
    ...sources,
    repositories: [],
    instances: [instance('gone'), instance('old', { state: 'stopped' })],
  });
  expect(rows.map(({ name, branch }) => [name, branch])).toEqual([['gone', null]]);
});

test('a search must match with every word, in name, branch, path or state', () => {
  const rows = repositoryRows({ ...sources, instances: [instance('a')] });
  expect(filterRows(rows, ' RUNNING  main ').map(({ id }) => id)).toEqual(['a']);
  expect(filterRows(rows, '/srv/b').map(({ id }) => id)).toEqual(['b']);
  expect(filterRows(rows, 'a nowhere')).toEqual([]);
  expect(filterRows(rows, '  ')).toHaveLength(2);
});
