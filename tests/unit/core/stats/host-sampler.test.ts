import { beforeEach, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { StatsItem } from '../../../../main/contract/stats.ts';
import { killed, lost, processes, reading, row, startScene } from './scene.ts';

let scene: ReturnType<typeof startScene>;
beforeEach(() => {
  scene = startScene();
});
const whole = processes({ isWhole: true, rows: [row(1), row(2)] });

const pidsOf = (item: StatsItem) => (item.type === 'processes' ? item.rows.map(({ pid }) => pid) : []);

it('has one sampler for all who watch, as often and with as much as any of them wants', async () => {
  const { watch, begun, settle, clock } = scene;
  const calm = watch(30);
  await settle();
  const [sampler] = begun;
  expect(sampler?.args).toEqual(['--interval', '30', '--processes', 'no']);
  sampler?.say({ type: 'reading', reading: reading() });
  const curious = watch(2, true);
  await settle();
  expect(sampler?.told).toEqual(['interval 2', 'processes yes']);
  // What is known already is told at once.
  expect(curious.types()).toEqual(['reading']);
  sampler?.say(whole);
  sampler?.say({ type: 'ports-changed' });
  await settle();
  expect(curious.items).toMatchObject([{ type: 'processes', isWhole: true }, { type: 'ports-changed' }]);
  expect(calm.types()).toEqual(['reading', 'ports-changed']);
  const late = watch(60, true);
  await settle();
  expect(late.items).toMatchObject([{ type: 'reading' }, { isWhole: true, rows: [{ pid: 1 }, { pid: 2 }] }]);
  curious.leave();
  late.leave();
  await settle();
  expect(sampler?.told.slice(2)).toEqual(['interval 30', 'processes no']);
  calm.leave();
  await clock.advanceSettled(4900);
  const back = watch(30);
  await clock.advanceSettled(10_000);
  expect([begun.length, sampler?.isClosed]).toEqual([1, false]);
  expect(back.types()).toEqual(['reading']);
  back.leave();
  await clock.advanceSettled(5000);
  expect([begun.length, sampler?.isClosed, clock.pendingCount]).toEqual([1, true, 0]);
  await Promise.all([calm.over, curious.over, late.over, back.over]);
  // What was known then may be long over.
  const anew = watch();
  await settle();
  expect([begun.length, anew.types()]).toEqual([2, []]);
});

it('tells a slow reader what is true by then, and each process once', async () => {
  const { stats, last, settle } = scene;
  const signal = new AbortController().signal;
  const slow = stats
    .watch({ profile: 'p', intervalSeconds: 2, hasProcesses: true }, { signal })
    [Symbol.asyncIterator]();
  const first = slow.next();
  await settle();
  last().say({ type: 'reading', reading: reading(0) });
  last().say(whole);
  expect(await first).toMatchObject({ value: { type: 'reading' } });
  for (let tick = 1; tick <= 500; tick += 1) {
    last().say({ type: 'reading', reading: { ...reading(tick), processCount: tick } });
    last().say(processes({ rows: [row(100 + tick)], updates: [[2, 'R', tick / 1000, tick, null]], gone: [99 + tick] }));
  }
  const rest = [await slow.next(), await slow.next(), await slow.next()];
  const pids = [1, 2, 600];
  // The first look had the whole table in hand already; it holds what was true when it was taken.
  expect(rest.map(({ value }) => value?.type)).toEqual(['processes', 'reading', 'processes']);
  expect(rest[1]).toMatchObject({ value: { reading: { processCount: 500 } } });
  const told = rest.flatMap(({ value }) => (value ? pidsOf(value) : []));
  expect(told.toSorted((a, b) => a - b)).toEqual(pids);
  expect(rest[2]).toMatchObject({ value: { updates: [{ pid: 2, memoryBytes: 500 }] } });
  await slow.return?.();
});

it('begins a killed sampler anew, with growing pauses, and says that it waits when that does not help', async () => {
  const { watch, begun, last, clock } = scene;
  const { items, types } = watch(2, true);
  await clock.advanceSettled(0);
  last().say({ type: 'reading', reading: reading() });
  last().say(whole);
  last().die();
  await clock.advanceSettled(500);
  expect([begun.length, types()]).toEqual([2, ['reading', 'processes']]);
  // Changes of a table that nobody was told mean nothing.
  last().say(processes({ updates: [[1, 'R', 1, 1, null]] }));
  last().say({ type: 'reading', reading: reading() });
  last().say(whole);
  await clock.advanceSettled(0);
  // What happened to the ports meanwhile is not known.
  expect(items).toMatchObject([{ type: 'reading' }, { isWhole: true, updates: [] }, { type: 'ports-changed' }]);
  types();
  const pausesMs: number[] = [];
  for (let count = begun.length; count < 8; count += 1) {
    last().die();
    const diedAtMs = clock.nowMs();
    while (begun.length === count) await clock.advanceSettled(250);
    pausesMs.push(clock.nowMs() - diedAtMs);
  }
  expect(pausesMs).toEqual([2000, 5000, 15_000, 30_000, 60_000, 60_000]);
  expect(items[0]).toEqual({ type: 'waiting', failure: killed, isRetried: true });
  expect(types()).toHaveLength(1);
  // One that goes on for long has nothing to do with those before it.
  last().say({ type: 'reading', reading: reading() });
  await clock.advanceSettled(30_000);
  last().say({ type: 'reading', reading: reading() });
  await clock.advanceSettled(30_000);
  last().die();
  await clock.advanceSettled(500);
  expect([begun.length, types()]).toEqual([9, ['reading', 'ports-changed', 'reading']]);
});

it('waits for a lost link as long as that takes, and tells everything anew after a restart of the host', async () => {
  const { watch, begun, last, first, clock } = scene;
  const viewer = watch(2, true);
  await clock.advanceSettled(0);
  last().say({ type: 'reading', reading: reading() });
  last().say(whole);
  await clock.advanceSettled(0);
  viewer.types();
  first.setLink('reconnecting', lost);
  last().die();
  await clock.advanceSettled(120_000);
  expect(viewer.items).toEqual([{ type: 'waiting', failure: lost, isRetried: true }]);
  const late = watch(2, true);
  await clock.advanceSettled(0);
  // What was true last, and that it is no longer heard of.
  expect(late.types()).toEqual(['reading', 'processes', 'waiting']);
  first.setLink('disconnected');
  await clock.advanceSettled(0);
  expect(first.listenerCount()).toBe(1);
  expect(viewer.items.at(-1)).toMatchObject({ type: 'waiting', isRetried: false, failure: { kind: 'disconnected' } });
  viewer.types();
  first.setLink('connected');
  await clock.advanceSettled(0);
  expect(begun).toHaveLength(2);
  last().say({ type: 'reading', reading: reading(1, 1) });
  last().say(processes({ isWhole: true, isPartial: true, rows: [row(1, { startTicks: 7 })] }));
  await clock.advanceSettled(0);
  last().say(processes({ rows: [row(5)] }));
  await clock.advanceSettled(0);
  const [again, ...others] = viewer.items.filter(({ type }) => type === 'processes');
  expect(others).toEqual([]);
  expect(again).toMatchObject({ isWhole: true, rows: [{ pid: 1, startTicks: 7 }, { pid: 5 }] });
  expect(viewer.items[0]).toMatchObject({ type: 'reading', reading: { bootId: reading(0, 1).bootId } });
});

it('leaves a sampler that is silent or tells what no honest one does', async () => {
  const { watch, begun, last, clock } = scene;
  const viewer = watch(10, true);
  await clock.advanceSettled(0);
  last().say('motd: welcome');
  last().say({ type: 'step', stage: 'script', state: 'started', title: 'x' });
  expect(last().isClosed).toBe(false);
  const bad = [
    '{"type":"reading"',
    { type: 'reading', reading: { ...reading(), load: null } },
    processes({ isWhole: true, rows: [row(1, { owner: { kind: 'instance', instanceId: '../../etc' } })] }),
    processes({ isWhole: true, untoldCount: Number.NaN }),
    { type: 'surprise' },
    processes({ gone: Array.from({ length: 5001 }, () => 1) }),
  ];
  for (const line of bad) {
    last().say(line);
    await clock.advanceSettled(0);
    expect(last().isClosed).toBe(true);
    const count = begun.length;
    while (begun.length === count) await clock.advanceSettled(500);
  }
  last().say({ type: 'reading', reading: reading() });
  await clock.advanceSettled(0);
  viewer.types();
  // What is no reading is no sign that one comes.
  await clock.advanceSettled(20_000);
  last().say({ type: 'ports-changed' });
  await clock.advanceSettled(0);
  expect(viewer.types()).toEqual(['ports-changed']);
  await clock.advanceSettled(19_900);
  expect(last().isClosed).toBe(false);
  await clock.advanceSettled(100);
  expect(last().isClosed).toBe(true);
  expect(viewer.items).toMatchObject([{ type: 'waiting', failure: { kind: 'timed-out' }, isRetried: true }]);
});

it('is patient with whoever wants to have readings more seldom', async () => {
  const { watch, begun, last, clock } = scene;
  const hasty = watch(2);
  watch(60);
  await clock.advanceSettled(0);
  last().say({ type: 'reading', reading: reading() });
  await clock.advanceSettled(0);
  hasty.leave();
  await clock.advanceSettled(60_000);
  expect([begun.length, last().told]).toEqual([1, ['interval 60']]);
});

it('goes where a changed profile leads, and ends with a removed one', async () => {
  const { watch, begun, last, first, makeHost, setKnown, clock } = scene;
  const viewer = watch(2, true);
  await clock.advanceSettled(0);
  const other = makeHost();
  other.setLink('disconnected');
  setKnown(succeed(other.host));
  first.setLink('disconnected');
  last().die();
  await clock.advanceSettled(500);
  expect(viewer.items).toMatchObject([{ type: 'waiting', isRetried: false }]);
  other.setLink('connected');
  await clock.advanceSettled(0);
  expect([begun.length, first.listenerCount()]).toEqual([2, 0]);
  last().say({ type: 'reading', reading: reading() });
  await clock.advanceSettled(0);
  expect(viewer.items.at(-1)?.type).toBe('reading');
  setKnown(fail('profile-not-found', 'store', 'There is no such profile.', 'Add it.'));
  other.setLink('disconnected');
  last().die();
  await clock.advanceSettled(500);
  await viewer.over;
  expect(viewer.items.at(-1)).toMatchObject({ type: 'failed', failure: { kind: 'profile-not-found' } });
  expect(clock.pendingCount).toBe(0);
});

it('leaves its place to others for some seconds, and tells at once when the link goes meanwhile', async () => {
  const { watch, begun, last, first, clock } = scene;
  const viewer = watch();
  await clock.advanceSettled(0);
  last().say({ type: 'reading', reading: reading() });
  last().end();
  await clock.advanceSettled(4900);
  expect([begun.length, viewer.types()]).toEqual([1, ['reading']]);
  await clock.advanceSettled(100);
  expect([begun.length, viewer.items]).toEqual([2, []]);
  last().end();
  await clock.advanceSettled(1000);
  first.setLink('disconnected');
  await clock.advanceSettled(0);
  expect(viewer.types()).toEqual(['ports-changed', 'waiting']);
  first.setLink('connected');
  await clock.advanceSettled(0);
  expect([begun.length, first.listenerCount()]).toEqual([3, 0]);
});

it('says so where nothing can be sampled, waits where there is no place for it, and is quit with the app', async () => {
  const { watch, begun, refusals, last, quit, clock } = scene;
  refusals.push(fail('host-unsupported', 'session', 'The server has no bash.', 'Install it.').failure);
  const refused = watch();
  await clock.advanceSettled(0);
  await refused.over;
  expect(refused.items).toMatchObject([{ type: 'failed', failure: { kind: 'host-unsupported' } }]);
  const full = fail('host-unsupported', 'session', 'The server refused to open another session.', 'Wait.').failure;
  refusals.push(full, full, full);
  const crowded = watch();
  await clock.advanceSettled(500);
  await clock.advanceSettled(2000);
  await crowded.over;
  // The host has none to spare; figures are asked for otherwise then.
  expect(crowded.items).toMatchObject([{ type: 'waiting' }, { type: 'failed', failure: full }]);
  refusals.push(full, full);
  const viewer = watch(2, true);
  await clock.advanceSettled(500);
  expect(viewer.items).toEqual([{ type: 'waiting', failure: full, isRetried: true }]);
  // Whoever comes now need not wait for the end of the pause.
  const other = watch(2, true);
  await clock.advanceSettled(0);
  expect(begun).toHaveLength(1);
  quit();
  await Promise.all([viewer.over, other.over]);
  await clock.advanceSettled(0);
  expect([last().isClosed, clock.pendingCount]).toEqual([true, 0]);
});
