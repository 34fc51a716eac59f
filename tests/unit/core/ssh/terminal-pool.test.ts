import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { SshConnection } from '../../../../main/core/ssh/connection/connection.ts';
import { ChannelRefusedError, type ExitOutcome, type TerminalChannel } from '../../../../main/core/ssh/link.ts';
import { TerminalPool } from '../../../../main/core/ssh/staying/terminal-pool.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const size = { columns: 80, rows: 24 };
const unreachable = fail('unreachable', 'tcp', 'There is no way.', 'Wait.');

/** A connection whose host permits so many sessions; those that end are counted until it is asked something. */
function makeConnection(maxSessions: number) {
  const lost = Promise.withResolvers<Failure>();
  const ends = new Set<(outcome: ExitOutcome) => void>();
  const state = { counted: 0, open: ends, isClosed: false, lose: () => {} };
  const end = (outcome: ExitOutcome) => {
    for (const settle of [...ends]) settle(outcome);
    lost.resolve(unreachable.failure);
  };
  const terminal = async (): Promise<TerminalChannel> => {
    if (state.counted >= maxSessions) throw new ChannelRefusedError('no-resources', 'open failed');
    state.counted += 1;
    const { promise: ended, resolve } = Promise.withResolvers<ExitOutcome>();
    const settle = (outcome: ExitOutcome) => {
      ends.delete(settle);
      resolve(outcome);
    };
    ends.add(settle);
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    return { stdin, stdout, stderr, ended, resize: () => {}, close: () => settle({ kind: 'unknown' }) };
  };
  const connection = {
    terminal,
    lost: lost.promise,
    probe: async () => {
      state.counted = ends.size;
      return true;
    },
    close: async () => {
      state.isClosed = true;
      end({ kind: 'unknown' });
    },
  };
  state.lose = () => end({ kind: 'unknown' });
  return { state, connection: connection as unknown as SshConnection };
}

function makePool(maxSessions = 10) {
  const clock = new ManualClock();
  const own = makeConnection(maxSessions);
  const further: ReturnType<typeof makeConnection>[] = [];
  const network = { failure: null as Failure | null, dialling: 0, mostDialling: 0, signal: null as AbortSignal | null };
  const attempt = async (signal: AbortSignal): Promise<Result<SshConnection>> => {
    network.signal = signal;
    network.dialling += 1;
    network.mostDialling = Math.max(network.mostDialling, network.dialling);
    await new Promise((resolve) => setImmediate(resolve));
    network.dialling -= 1;
    if (network.failure !== null) return { ok: false, failure: network.failure };
    const made = makeConnection(maxSessions);
    further.push(made);
    return succeed(made.connection);
  };
  const pool = new TerminalPool(own.connection, { attempt, clock });
  const open = (count: number) => Promise.all(Array.from({ length: count }, () => pool.open('sh', { size })));
  return { clock, own, further, network, pool, open };
}

it('puts three on the own connection and six on each further one, which are made one after the other', async () => {
  const { own, further, network, open } = makePool();
  await open(12);
  expect([own.state.open.size, ...further.map(({ state }) => state.open.size)]).toEqual([3, 6, 3]);
  expect(network.mostDialling).toBe(1);
});

it('opens no more than there is room for on eight further connections, and says so', async () => {
  const { open, pool } = makePool();
  const shown = await open(51);
  await expect(pool.open('sh', { size })).rejects.toMatchObject({
    failure: { kind: 'limit-reached', message: expect.stringContaining('9 connections') },
  });
  shown[0]?.close();
  await shown[0]?.ended;
  await expect(pool.open('sh', { size })).resolves.toBeDefined();
});

it.each([1, 2, 4])('learns how many fit where a host permits %i', async (maxSessions) => {
  const { own, further, open } = makePool(maxSessions);
  await open(8);
  expect(Math.max(own.state.open.size, ...further.map(({ state }) => state.open.size))).toBe(Math.min(maxSessions, 4));
  expect(own.state.open.size + further.reduce((sum, { state }) => sum + state.open.size, 0)).toBe(8);
});

it('does not take a terminal that just ended for one that fits no more', async () => {
  const { further, open } = makePool(2);
  const shown = await open(4);
  shown[3]?.close();
  await shown[3]?.ended;
  await open(1);
  expect(further.map(({ state }) => state.open.size)).toEqual([2]);
});

it('a host that opens none at all says so after one further connection', async () => {
  const { further, pool } = makePool(0);
  await expect(pool.open('sh', { size })).rejects.toThrow('open failed');
  expect(further.map(({ state }) => state.isClosed)).toEqual([true]);
});

it('closes a further connection that was empty for half a minute, and keeps it for whoever comes before', async () => {
  const { clock, further, open } = makePool();
  const [, , , first] = await open(4);
  first?.close();
  await first?.ended;
  await clock.advanceSettled(29_000);
  const [second] = await open(1);
  expect(further).toHaveLength(1);
  await clock.advanceSettled(60_000);
  expect(further[0]?.state.isClosed).toBe(false);
  second?.close();
  await second?.ended;
  await clock.advanceSettled(30_000);
  expect(further[0]?.state.isClosed).toBe(true);
  expect(clock.pendingCount).toBe(0);
});

it('one that is lost takes its own terminals along and no others', async () => {
  const { further, own, open } = makePool();
  const shown = await open(5);
  further[0]?.state.lose();
  expect(await shown[4]?.ended).toEqual({ kind: 'unknown' });
  expect(own.state.open.size).toBe(3);
  await open(1);
  expect(further).toHaveLength(2);
});

it('what keeps a further connection from being made is told, and the next terminal tries again', async () => {
  const { network, open, pool } = makePool();
  await open(3);
  network.failure = unreachable.failure;
  await expect(pool.open('sh', { size })).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  network.failure = null;
  await expect(pool.open('sh', { size })).resolves.toBeDefined();
});

it('nobody waits any more: the attempt is called off', async () => {
  const { network, open, pool } = makePool();
  await open(3);
  const left = new AbortController();
  const waiting = pool.open('sh', { size, signal: left.signal });
  await Promise.resolve();
  left.abort(new Error('left'));
  await expect(waiting).rejects.toThrow('left');
  await new Promise((resolve) => setImmediate(resolve));
  expect(network.signal?.aborted ?? true).toBe(true);
});

it('ends with the link', async () => {
  const { clock, further, open, pool } = makePool();
  const shown = await open(8);
  pool.close();
  expect(await Promise.all(shown.slice(3).map(({ ended }) => ended))).toEqual(
    shown.slice(3).map(() => ({ kind: 'unknown' })),
  );
  expect(further.every(({ state }) => state.isClosed)).toBe(true);
  await expect(pool.open('sh', { size })).rejects.toThrow('The link was lost.');
  await clock.advanceSettled(0);
  expect(clock.pendingCount).toBe(0);
});
