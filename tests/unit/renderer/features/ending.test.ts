import { expect, test } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import type { EndedProcesses, ProcessRow } from '../../../../main/contract/processes.ts';
import { createEndingModel } from '../../../../renderer/features/processes/end/ending-model.ts';
import { gridKey } from '../../../../renderer/features/processes/grid/grid-keys.ts';
import { processLines } from '../../../../renderer/features/processes/lines/process-lines.ts';
import { createProcessViews } from '../../../../renderer/features/processes/process-views.ts';
import { createProcessesModel } from '../../../../renderer/features/processes/processes-model.ts';

const row = (pid: number, part: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  startTicks: 70 + pid,
  state: 'S',
  cpuShare: 0,
  memoryBytes: 1000,
  proportionalBytes: null,
  parentPid: 1,
  user: 'www-data',
  name: 'nginx',
  command: 'nginx: worker process',
  startedAtMs: 0,
  owner: { kind: 'other' },
  role: null,
  ...part,
});

const nobody: EndedProcesses = { ended: [], alive: [], gone: [], failures: [] };
const identity = (pid: number) => ({ pid, startTicks: 70 + pid });

/** A host that answers one outcome after the other. */
function makeEnding(outcomes: EndedProcesses[]) {
  const asked: unknown[] = [];
  const said: string[] = [];
  const processes = {
    async *end(input: unknown) {
      asked.push(input);
      yield { type: 'done' as const, value: outcomes.shift() ?? nobody };
    },
  };
  const model = createEndingModel({
    client: { processes },
    say: (profileId, words) => said.push(`${profileId}: ${words}`),
  });
  return { model, asked, said };
}

test('a process goes by its pid and start, one of others by its user and name too', async () => {
  const { model, asked, said } = makeEnding([{ ...nobody, ended: [identity(5)] }]);
  model.open('host', [row(5)]);
  await model.confirm(false);
  expect(asked).toEqual([
    {
      profile: 'host',
      processes: [{ pid: 5, startTicks: 75, foreign: { user: 'www-data', name: 'nginx' } }],
      isForced: false,
    },
  ]);
  expect(said).toEqual(['host: nginx (5) ended.']);
  expect(model.store.getState()).toBeNull();
});

test('what is gone had ended already; what is alive is offered by force, and only that', async () => {
  const { model, asked, said } = makeEnding([
    { ...nobody, gone: [identity(5)], alive: [identity(6)] },
    { ...nobody, ended: [identity(6)] },
    { ...nobody, gone: [identity(9)] },
  ]);
  const ours = (pid: number) => row(pid, { owner: { kind: 'session', name: 'night' } });
  model.open('host', [ours(5), ours(6)], 'all in session night');
  await model.confirm(false);
  expect(model.store.getState()).toMatchObject({ phase: 'over', outcome: { alive: [identity(6)] } });
  await model.confirm(true);
  expect(asked[1]).toEqual({ profile: 'host', processes: [{ ...identity(6), foreign: null }], isForced: true });
  expect(said).toEqual(['host: nginx (6) ended.']);
  model.open('host', [ours(9)]);
  await model.confirm(false);
  expect(said[1]).toBe('host: nginx (9) had ended already.');
});

test('a dialog that was put away meanwhile is told in words, and one that failed keeps its problem', async () => {
  const { failure } = fail('unavailable', 'stop', 'It may not be ended.', 'Ask its owner.');
  const { model, said } = makeEnding([
    { ...nobody, alive: [identity(5)] },
    { ...nobody, failures: [{ ...identity(5), failure }] },
  ]);
  model.open('host', [row(5)]);
  const done = model.confirm(false);
  model.close();
  await done;
  expect(said).toEqual(['host: nginx (5) is still alive.']);
  expect(model.store.getState()).toBeNull();
  model.open('host', [row(5)]);
  await model.confirm(false);
  expect(model.store.getState()?.outcome?.failures[0]?.failure.message).toBe('It may not be ended.');
});

test('readings count once each, a watch that waits keeps the rows, and old ones are forgotten when somebody comes back', () => {
  let nowMs = 1_000;
  const later: (() => void)[] = [];
  const after = (_delayMs: number, action: () => void) => {
    later.push(action);
    return () => undefined;
  };
  const model = createProcessesModel({ nowMs: () => nowMs, after });
  const told: number[] = [];
  model.store.subscribe((state) => told.push(state.host?.reading ?? -1));
  const item = { type: 'processes', isWhole: true, rows: [row(5)], updates: [], gone: [], untoldCount: 3 } as const;
  model.take('host', { ...item, rows: [...item.rows], updates: [], gone: [] });
  expect(told).toEqual([1]);
  // A reading in two parts is drawn once.
  model.take('host', { ...item, isWhole: false, rows: [row(6)], updates: [], gone: [] });
  model.take('host', { ...item, isWhole: false, rows: [], updates: [], gone: [5] });
  expect(told).toEqual([1]);
  later.shift()?.();
  expect(told).toEqual([1, 2]);
  expect([...(model.store.getState().host?.rows.keys() ?? [])]).toEqual([6]);
  const { failure } = fail('link-lost', 'session', 'The connection was cut.', 'Wait.');
  model.take('host', { type: 'waiting', failure, isRetried: true });
  expect(model.store.getState().host).toMatchObject({ reading: 2, trouble: { kind: 'retried' }, untoldCount: 3 });
  model.enter('host');
  expect(model.store.getState().host?.rows.size).toBe(1);
  nowMs += 31_000;
  model.enter('host');
  expect(model.store.getState().host).toMatchObject({ reading: 0, trouble: null });
});

test('keys move, open, fold, search and end', () => {
  const owner = { kind: 'instance', instanceId: 'actmcp' } as const;
  const views = createProcessViews({ getItem: () => null, setItem: () => undefined });
  const { arrangement } = views.store.getState();
  const rows = [row(5, { owner }), row(6, { owner }), row(7)];
  const options = { arrangement, nameOf: (id: string) => id, toggledIds: new Set<string>(), isSearching: false };
  const lines = processLines(rows, options);
  expect(lines.map(({ id }) => id)).toEqual(['group instance actmcp', '5:75', '6:76', 'group other']);
  const press = (id: string, key: string) => gridKey(lines, id, key, 2);
  expect(press('5:75', 'ArrowDown')).toEqual({ kind: 'focus', id: '6:76' });
  expect(press('5:75', 'ArrowLeft')).toEqual({ kind: 'focus', id: 'group instance actmcp' });
  expect(press('group instance actmcp', 'ArrowRight')).toEqual({ kind: 'focus', id: '5:75' });
  expect(press('group instance actmcp', 'ArrowLeft')).toEqual({ kind: 'toggle', id: 'group instance actmcp' });
  expect(press('group other', 'ArrowRight')).toEqual({ kind: 'toggle', id: 'group other' });
  expect(press('group instance actmcp', 'PageDown')).toEqual({ kind: 'focus', id: '6:76' });
  expect(press('gone', 'End')).toEqual({ kind: 'focus', id: 'group other' });
  expect(press('5:75', 'Enter')).toMatchObject({ kind: 'details' });
  expect(press('5:75', 'Delete')).toMatchObject({ kind: 'end' });
  expect(press('group instance actmcp', 'Delete')).toMatchObject({ kind: 'end-group' });
  expect(press('5:75', 'n')).toEqual({ kind: 'search', text: 'n' });
  expect(press('5:75', '/')).toBeNull();
});

test('the arrangement is the same after a reload; a column asked for twice turns round', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const views = createProcessViews(storage);
  views.sortBy('memory');
  views.sortBy('memory');
  views.arrange({ isTree: true });
  views.filter('host', { search: 'node' });
  const reloaded = createProcessViews(storage).store.getState();
  expect(reloaded).toEqual({
    arrangement: { isGrouped: true, isTree: true, sortBy: 'memory', isDescending: false },
    hosts: {},
  });
});
