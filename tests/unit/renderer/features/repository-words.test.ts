import { describe, expect, test } from 'vitest';
import type { InstanceEnd } from '../../../../main/contract/instances.ts';
import { type RepositoryRow, repositoryRows } from '../../../../renderer/features/repositories/list/repository-rows.ts';
import { roomMakers } from '../../../../renderer/features/repositories/list/room-makers.ts';
import { startPlan } from '../../../../renderer/features/repositories/list/start-plan.ts';
import { primaryAction, stateLine } from '../../../../renderer/features/repositories/list/state-line.ts';
import { endAdvice, endPredicate, endWords } from '../../../../renderer/lib/end-words.ts';
import { fakeInstance, startFailure } from '../../../support/fake-core/fake-hosts.ts';
import { fakeRepository } from '../../../support/fake-core/fake-repositories.ts';

const row = (name: string, part: Partial<RepositoryRow> = {}): RepositoryRow => {
  const repository = fakeRepository(`/srv/${name}`, { id: name, branch: null });
  const instances = [fakeInstance(name)];
  const [made] = repositoryRows({ repositories: [repository], instances, operations: {}, memoryBytes: new Map() });
  if (made === undefined) throw new Error('no row');
  return { ...made, ...part };
};
const end = (part: Partial<InstanceEnd>): InstanceEnd => ({
  reason: 'exited',
  exitCode: null,
  signal: null,
  atMs: null,
  logTail: '',
  ...part,
});
const minuteMs = 60_000;

test('every end has words, a predicate and advice that fit it', () => {
  const words = [
    end({ reason: 'exited', exitCode: 3 }),
    end({ reason: 'exited' }),
    end({ reason: 'killed', signal: 'SIGKILL' }),
    end({ reason: 'out-of-memory', signal: 'SIGKILL' }),
    end({ reason: 'vanished' }),
    end({ reason: 'host-restarted' }),
    end({ reason: 'record-damaged' }),
  ].map((one) => [endWords(one), endPredicate(one), endAdvice(one).endsWith('.')]);
  expect(words).toEqual([
    ['ended with exit code 3', 'ended with exit code 3', true],
    ['ended by itself', 'ended by itself', true],
    ['killed by SIGKILL', 'was killed by SIGKILL', true],
    ['ran out of memory', 'ran out of memory', true],
    ['its process is gone', 'crashed without a trace', true],
    ['the server restarted', 'ended when the server restarted', true],
    ['its record was damaged', 'lost its record', true],
  ]);
});

describe('the state in a line', () => {
  const nowMs = 100 * minuteMs;
  test.each([
    [row('a'), 'stopped', null],
    [row('a', { state: 'running', startedAtMs: 59 * minuteMs, idleSeconds: 60 }), 'running 41 min', null],
    [row('a', { state: 'running', startedAtMs: 0, idleSeconds: 720 }), 'running 1 h', 'idle 12 min'],
    [row('a', { state: 'running', startedAtMs: 0, restartCount: 1 }), 'running 1 h', 'started again once'],
    [row('a', { state: 'running', startedAtMs: 0, restartCount: 2 }), 'running 1 h', 'started again 2 times'],
    [row('a', { state: 'suspended', sinceMs: 90 * minuteMs }), 'asleep 10 min', null],
    [row('a', { state: 'suspended' }), 'asleep', null],
    [
      row('a', { state: 'crashed', ended: end({ exitCode: 7, atMs: 88 * minuteMs }) }),
      'ended with exit code 7',
      '12 min ago',
    ],
    [row('a', { state: 'crashed' }), 'crashed', null],
  ] as const)('%#', (given, words, note) => {
    expect(stateLine(given, nowMs)).toEqual({ words, note, isBad: given.state === 'crashed' });
  });
});

test('one click does what the state asks for, and nothing while it changes', () => {
  const labels = (['running', 'suspended', 'crashed', 'stopped', 'starting', 'stopping'] as const).map(
    (state) => primaryAction({ state })?.label ?? null,
  );
  expect(labels).toEqual(['Open', 'Wake', 'Start again', 'Start', null, null]);
});

describe('starting all', () => {
  const rows = [
    row('runs', { state: 'running', port: 8888 }),
    row('never', { hasInstance: false }),
    row('known'),
    row('asleep', { state: 'suspended', port: 8889 }),
    row('moving', { state: 'starting', port: 8890 }),
  ];

  test('is about what does not run, what was used here before first', () => {
    expect(startPlan(rows, 9)).toEqual({ ids: ['known', 'asleep', 'never'], totalCount: 3 });
  });

  test('goes as far as the free ports; what is asleep has its port', () => {
    expect(startPlan(rows, 1)).toEqual({ ids: ['known', 'asleep'], totalCount: 3 });
    expect(startPlan(rows, 0)).toEqual({ ids: ['asleep'], totalCount: 3 });
  });
});

describe('what could make room for a start', () => {
  const refusal = (detail: string | null) => ({ ...startFailure, kind: 'out-of-memory' as const, detail });
  const rows = [
    row('big', { state: 'running' }),
    row('idle one', { state: 'running' }),
    row('asleep', { state: 'suspended' }),
  ];

  test('is told by the host, in its order, and only of what runs here', () => {
    const detail =
      'free: 12 MB, needed: 440 MB\nidle one: 200 MB, idle for 41 min\nasleep: 5 MB\nbig: 900 MB\nbig: 900 MB\nunknown: 3 MB';
    expect(roomMakers(refusal(detail), rows)).toEqual([
      { id: 'idle one', name: 'idle one', note: '200 MB, idle for 41 min' },
      { id: 'big', name: 'big', note: '900 MB' },
    ]);
  });

  test('is nobody whose name is another one’s too, and not who only begins like it', () => {
    const alike = ['web', 'api', 'api: old'].map((name) => row(name, { state: 'running' }));
    const twin = row('web', { id: 'other web', state: 'running' });
    const detail = 'web: 900 MB\napi: old: 300 MB';
    expect(roomMakers(refusal(detail), [...alike, twin])).toEqual([
      { id: 'api: old', name: 'api: old', note: '300 MB' },
    ]);
  });

  test('is nobody when something else went wrong', () => {
    expect(roomMakers({ ...startFailure, detail: 'big: 900 MB' }, rows)).toEqual([]);
    expect(roomMakers(refusal(null), rows)).toEqual([]);
  });
});
