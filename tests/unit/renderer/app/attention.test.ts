import { expect, test } from 'vitest';
import { attentionOf } from '../../../../renderer/app/host/attention.ts';
import type { RepositoryRow } from '../../../../renderer/features/repositories/list/repository-rows.ts';
import { fakeHosts, startFailure, statsOf } from '../../../support/fake-core/fake-hosts.ts';

const [busy] = fakeHosts(0);
const stats = busy === undefined ? null : statsOf(busy, 0);
const row = (name: string, part: Partial<RepositoryRow> = {}): RepositoryRow => ({
  id: name,
  name,
  path: `/srv/${name}`,
  branch: null,
  state: 'stopped',
  hasInstance: false,
  isListed: true,
  lastOpenedAtMs: null,
  port: null,
  memoryBytes: null,
  startedAtMs: null,
  sinceMs: null,
  idleSeconds: null,
  restartCount: 0,
  ended: null,
  operation: null,
  ...part,
});
const failed = (action: 'start' | 'stop') => ({
  action,
  isRunning: false,
  steps: [],
  problem: startFailure,
  startedAtMs: 0,
  wasInUse: false,
});
const sentence = (...given: Parameters<typeof attentionOf>) =>
  attentionOf(...given)
    .words.map(({ text }) => text)
    .join('');

test('quiet is said too', () => {
  expect(sentence([row('a')], null)).toBe('All quiet: nothing runs.');
  expect(sentence([row('a', { state: 'running' }), row('b', { state: 'running' })], stats)).toBe(
    'All quiet: 2 repositories run, 1.9 GB of memory free.',
  );
});

test('what needs the user is named, with a button that helps', () => {
  const rows = [row('a', { state: 'crashed' }), row('b', { state: 'running' })];
  expect(sentence(rows, null)).toBe('One thing needs you: a crashed. Everything else is quiet.');
  expect(attentionOf(rows, null)).toMatchObject({ level: 'needed', help: { repositoryId: 'a', action: 'start' } });
});

test('what did not start with the others is named, many of them are counted', () => {
  const leftOut = (...names: string[]) => names.map((name) => ({ name, action: 'start' as const }));
  expect(sentence([], null, leftOut('a', 'b'))).toBe(
    'Two things need you: a did not start; b did not start. Everything else is quiet.',
  );
  expect(sentence([], null, leftOut('a', 'b', 'c'))).toBe(
    'One thing needs you: 3 repositories did not start. Everything else is quiet.',
  );
});

test('what crashed says how', () => {
  const ended = { reason: 'killed', exitCode: null, signal: 'SIGKILL', atMs: 0, logTail: '' } as const;
  expect(sentence([row('a', { state: 'crashed', ended })], null)).toBe(
    'One thing needs you: a was killed by SIGKILL. Everything else is quiet.',
  );
});

test('a failed stop needs the user, but starting would not help it', () => {
  const attention = attentionOf([row('a', { state: 'running', operation: failed('stop') })], null);
  expect(attention).toMatchObject({ level: 'needed', help: null });
});

test('a start that failed and something that starts share the sentence', () => {
  const rows = [row('a', { operation: failed('start') }), row('b', { state: 'starting' })];
  expect(sentence(rows, null)).toBe('One thing needs you: a did not start. Starting b.');
});

test('a host that runs out of memory or disk says so', () => {
  if (stats === null) throw new Error('no stats');
  const short = {
    ...stats,
    memory: { ...stats.memory, availableBytes: 100 * 1024 ** 2 },
    disk: { ...stats.disk, availableBytes: 1024 ** 3 },
  };
  expect(sentence([], short)).toBe(
    'Two things need you: memory is nearly full, 100 MB left; the disk is nearly full, 1.0 GB left. Everything else is quiet.',
  );
});
