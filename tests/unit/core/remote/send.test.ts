import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import type { RemoteSource } from '../../../../main/core/remote/remote.ts';
import type { Link } from '../../../../main/core/ssh/link.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createReceivingHost, type Receiving } from './receiving-host.ts';

const archive = async () => ({ bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' });
const answered = z.object({ bytes: z.number() });
// NUL, line breaks and bytes above 127 must arrive as they are.
const whole = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256));

/** The bytes in pieces of 100; how many pieces were read, and whether the source was left in order. */
function sourceOf(bytes: Buffer) {
  const state = { readCount: 0, isReleased: false };
  const source: RemoteSource = {
    byteCount: bytes.length,
    async *open(offset) {
      try {
        for (let at = offset; at < bytes.length; at += 100) {
          state.readCount += 1;
          yield bytes.subarray(at, at + 100);
        }
      } finally {
        state.isReleased = true;
      }
    },
  };
  return { source, state };
}

function makeRemote(serve: (session: Receiving) => void | Promise<void>, windowBytes?: number) {
  const clock = new ManualClock();
  const host = createReceivingHost(serve, windowBytes);
  return { clock, host, remote: createRemote(host.link, archive, clock) };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('The bytes arrive as they are, from where the host wants them on, and are counted with what it had', async () => {
  const sessions: Receiving[] = [];
  const { remote, host } = makeRemote(async (session) => {
    sessions.push(session);
    session.say(`BERTH ${session.nonce} receive 300`);
    await session.holds(700);
    await settled();
    session.answer({ ok: true, value: { bytes: 1000 } });
  });
  const { source, state } = sourceOf(whole);
  const sent: number[] = [];
  const onSent = (bytes: number) => void sent.push(bytes);
  const outcome = await remote.send('code-server-receive', ['--bytes', '1000'], answered, source, { onSent });
  expect(outcome).toEqual({ ok: true, value: { bytes: 1000 } });
  expect(sessions[0]).toMatchObject({
    mode: 'receive',
    command: 'code-server-receive',
    args: ['--bytes', '1000'],
  });
  expect(sessions[0]?.received().equals(whole.subarray(300))).toBe(true);
  expect(sent).toEqual([400, 500, 600, 700, 800, 900, 1000]);
  expect([state.isReleased, host.closed()]).toEqual([true, [true]]);
});

test('No more is read than the host takes', async () => {
  const { remote, host } = makeRemote(async (session) => {
    session.say(`BERTH ${session.nonce} receive 0`);
    await session.holds(1000);
    session.answer({ ok: true, value: { bytes: 1000 } });
  }, 250);
  const { source, state } = sourceOf(whole);
  const outcome = remote.send('code-server-receive', [], answered, source);
  await expect.poll(() => host.waitingCount()).toBe(1);
  expect(state.readCount).toBe(3);
  host.open();
  await expect.poll(() => host.waitingCount()).toBe(1);
  expect(state.readCount).toBe(4);
  while (host.waitingCount() > 0) {
    host.open();
    await settled();
  }
  expect(await outcome).toMatchObject({ ok: true });
});

test('A line with too much on its way is given time, so that others on the link wait less', async () => {
  const host = createReceivingHost(async (session) => {
    session.say(`BERTH ${session.nonce} receive 0`);
    await session.holds(1000);
    session.answer({ ok: true, value: { bytes: 1000 } });
  });
  const clock = new ManualClock();
  let underwayBytes = 600_000;
  const exec: Link['exec'] = async (command) => ({
    ...(await host.link.exec(command)),
    underwayBytes: () => underwayBytes,
  });
  const { source, state } = sourceOf(whole);
  const outcome = createRemote({ ...host.link, exec }, archive, clock).send('receive', [], answered, source);
  await expect.poll(() => state.readCount).toBe(1);
  await clock.advanceSettled(500);
  expect(state.readCount).toBe(1);
  underwayBytes = 0;
  await clock.advanceSettled(10);
  expect(await outcome).toMatchObject({ ok: true });
});

test('A link that is lost half-way, also in the middle of a write, is told, and the source is let go', async () => {
  const sessions: Receiving[] = [];
  const { remote, host } = makeRemote((session) => {
    sessions.push(session);
    session.say(`BERTH ${session.nonce} receive 0`);
  }, 250);
  const { source, state } = sourceOf(whole);
  const outcome = remote.send('code-server-receive', [], answered, source);
  await expect.poll(() => host.waitingCount()).toBe(1);
  sessions[0]?.cut();
  expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'link-lost' } });
  await settled();
  expect(state).toEqual({ readCount: 3, isReleased: true });
});

test('An abort closes the channel, rejects with its reason, and stops reading', async () => {
  const { remote, host } = makeRemote((session) => session.say(`BERTH ${session.nonce} receive 0`), 250);
  const { source, state } = sourceOf(whole);
  const abort = new AbortController();
  const outcome = remote.send('code-server-receive', [], answered, source, { signal: abort.signal });
  await expect.poll(() => host.waitingCount()).toBe(1);
  abort.abort(new Error('Called off.'));
  await expect(outcome).rejects.toThrow('Called off.');
  await settled();
  expect([host.closed(), state.isReleased]).toEqual([[true], true]);
});

test('A failure that the host tells in the middle ends the sending', async () => {
  const { remote, host } = makeRemote(async (session) => {
    session.say(`BERTH ${session.nonce} receive 0`);
    await session.holds(200);
    const failure = { kind: 'disk-full', stage: 'push', message: 'The disk is full.', nextStep: 'Free some space.' };
    session.answer({ ok: false, failure }, 73);
  }, 250);
  const { source, state } = sourceOf(whole);
  const outcome = await remote.send('code-server-receive', [], answered, source);
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'disk-full', stage: 'push' } });
  await settled();
  expect([state.isReleased, host.closed()]).toEqual([true, [true]]);
});

test('A source that cannot be read is a bug that is thrown, not a wait', async () => {
  const { remote, host } = makeRemote((session) => session.say(`BERTH ${session.nonce} receive 0`));
  const source: RemoteSource = {
    byteCount: 10,
    open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EIO')) }) }),
  };
  await expect(remote.send('code-server-receive', [], answered, source)).rejects.toThrow('EIO');
  expect(host.closed()).toEqual([true]);
});

test.each(['1001', '-1', '1e2', '', '0x10', '99999999999999999999'])(
  'A host that wants to have the bytes from "%s" on gets none',
  async (offset) => {
    const { remote } = makeRemote((session) => session.say(`BERTH ${session.nonce} receive ${offset}`));
    const { source, state } = sourceOf(whole);
    const outcome = await remote.send('code-server-receive', [], answered, source);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'script-failed' } });
    expect(state.readCount).toBe(0);
  },
);

test('A host where nothing moves any more is given up', async () => {
  const { remote, host, clock } = makeRemote((session) => session.say(`BERTH ${session.nonce} receive 0`), 250);
  const { source } = sourceOf(whole);
  const outcome = remote.send('code-server-receive', [], answered, source, { stallMs: 1000 });
  await expect.poll(() => host.waitingCount()).toBe(1);
  clock.advance(900);
  host.open();
  await expect.poll(() => host.waitingCount()).toBe(1);
  clock.advance(900);
  expect(host.closed()).toEqual([false]);
  clock.advance(100);
  expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'timed-out' } });
  expect([host.closed(), clock.pendingCount]).toEqual([[true], 0]);
});
