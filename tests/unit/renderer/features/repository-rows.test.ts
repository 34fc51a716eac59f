import { expect, test } from 'vitest';
import type { Instance } from '../../../../main/contract/instances.ts';
import {
  filterRows,
  type RowOperation,
  repositoryRows,
} from '../../../../renderer/features/repositories/repository-rows.ts';

const repository = (id: string) => ({ id, name: id, path: `/srv/${id}`, branch: 'main' });
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
  ...part,
});
const sources = {
  repositories: [repository('b'), repository('a')],
  instances: [],
  operations: {},
  memoryBytes: new Map(),
};

test('a repository without an instance is stopped, and rows are in the order of their names', () => {
  expect(repositoryRows(sources).map(({ name, state, port }) => [name, state, port])).toEqual([
    ['a', 'stopped', null],
    ['b', 'stopped', null],
  ]);
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
