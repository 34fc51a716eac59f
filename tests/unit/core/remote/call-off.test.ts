import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import { ChannelRefusedError, type Link } from '../../../../main/core/ssh/link.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createReceivingHost, type Receiving } from './receiving-host.ts';

const archive = async () => ({ bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' });
const installed = z.object({ version: z.string() });
const cancelled = {
  ok: false,
  failure: { kind: 'cancelled', stage: 'download', message: 'It was called off.', nextStep: 'Begin again.' },
};
const idOf = ({ args }: Receiving) => args[args.indexOf('--operation-id') + 1];
/** A runner answers many requests; the fake one answers one a session, so it is cut after each. */
const answerOnce = (session: Receiving, document: unknown) => {
  session.answer(document, (document as { ok: boolean }).ok ? 0 : 1);
  setImmediate(() => session.cut());
};

/** A host whose `install` runs until it is called off, and that notes what it is asked. */
function makeHost() {
  const asked: string[] = [];
  let running: Receiving | null = null;
  let [isLost, isOver] = [false, false];
  const { link } = createReceivingHost((session) => {
    asked.push(`${session.command} ${idOf(session)}`);
    if (session.command === 'install') running = session;
    if (session.command === 'operation-cancel') {
      isOver = true;
      answerOnce(session, { ok: true, value: { isCancelled: true } });
      if (!isLost) running?.answer(cancelled, 1);
    }
    if (session.command === 'operation-status') {
      const document = isOver ? cancelled : null;
      answerOnce(session, { ok: true, value: { state: isOver ? 'done' : 'running', document } });
    }
  });
  const lose = () => {
    isLost = true;
    running?.cut();
  };
  return { link, asked, lose };
}

/** What the host was asked, with the operation's id, which is another one each time, as `OP`. */
function plainly(asked: readonly string[]): string[] {
  const id = asked[0]?.split(' ')[1] ?? '';
  return asked.map((line) => line.replace(id, 'OP'));
}

test('An operation that is called off tells the host, and answers what it came to', async () => {
  const { link, asked } = makeHost();
  const remote = createRemote(link, archive, new ManualClock());
  const abort = new AbortController();
  const outcome = remote.operate('install', [], installed, { cancelSignal: abort.signal });
  await expect.poll(() => asked.length).toBe(1);
  abort.abort();
  expect(await outcome).toMatchObject(cancelled);
  expect(plainly(asked)).toEqual(['install OP', 'operation-cancel OP']);
});

test('One that is called off while it waits for the link is called off when that is back', async () => {
  const { link, asked, lose } = makeHost();
  const back = Promise.withResolvers<void>();
  const waits: number[] = [];
  const whenConnected: Link['whenConnected'] = async (waitMs) => {
    waits.push(waitMs);
    await back.promise;
    return link.whenConnected(waitMs);
  };
  const remote = createRemote({ ...link, whenConnected }, archive, new ManualClock());
  const abort = new AbortController();
  const outcome = remote.operate('install', [], installed, { cancelSignal: abort.signal, timeoutMs: 600_000 });
  await expect.poll(() => asked.length).toBe(1);
  lose();
  await expect.poll(() => waits.length).toBe(1);
  abort.abort();
  await expect.poll(() => waits).toEqual([600_000, 15_000]);
  back.resolve();
  expect(await outcome).toMatchObject(cancelled);
  expect(plainly(asked)).toEqual(['install OP', 'operation-cancel OP', 'operation-status OP']);
});

test('A host that permits one session only hears of it in the place of the operation', async () => {
  const { link, asked } = makeHost();
  let openCount = 0;
  const exec: Link['exec'] = async (command) => {
    if (openCount > 0) throw new ChannelRefusedError('prohibited', 'open failed');
    openCount += 1;
    const channel = await link.exec(command);
    void channel.ended.then(() => {
      openCount -= 1;
    });
    return channel;
  };
  const remote = createRemote({ ...link, exec }, archive, new ManualClock());
  const abort = new AbortController();
  const outcome = remote.operate('install', [], installed, { cancelSignal: abort.signal });
  await expect.poll(() => asked.length).toBe(1);
  abort.abort();
  expect(await outcome).toMatchObject(cancelled);
  expect(plainly(asked)).toEqual(['install OP', 'operation-cancel OP', 'operation-status OP']);
});

test('A host that permits one session, and keeps it until the operation is over, is asked until then', async () => {
  const { link, asked } = makeHost();
  const clock = new ManualClock();
  let refusals = 0;
  const exec: Link['exec'] = async (command) => {
    const isHeld = asked.length > 0 && refusals < 5;
    if (!isHeld) return link.exec(command);
    refusals += 1;
    throw new ChannelRefusedError('prohibited', 'open failed');
  };
  const abort = new AbortController();
  let isOver = false;
  const outcome = createRemote({ ...link, exec }, archive, clock)
    .operate('install', [], installed, { cancelSignal: abort.signal })
    .finally(() => {
      isOver = true;
    });
  await expect.poll(() => asked.length).toBe(1);
  abort.abort();
  while (!isOver) await clock.advanceSettled(1000);
  expect([await outcome, refusals]).toMatchObject([cancelled, 5]);
});

test('One that is called off before it has a session is never begun', async () => {
  const { link, asked } = makeHost();
  let isWaiting = false;
  const exec: Link['exec'] = (_command, { signal } = {}) =>
    new Promise((_resolve, reject) => {
      isWaiting = true;
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  const remote = createRemote({ ...link, exec }, archive, new ManualClock());
  const abort = new AbortController();
  const outcome = remote.operate('install', [], installed, { cancelSignal: abort.signal });
  await expect.poll(() => isWaiting).toBe(true);
  abort.abort();
  expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled', stage: 'session' } });
  expect(asked).toEqual([]);
});
