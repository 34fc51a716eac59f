import { expect, test } from 'vitest';
import { z } from 'zod';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { OperationStep } from '../../../../main/contract/operation.ts';
import type { Clock } from '../../../../main/core/ports.ts';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import { overLostLink } from '../../../../main/core/remote/over-lost-link.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createReceivingHost } from './receiving-host.ts';

const archive = async () => ({ bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' });
const failure = { kind: 'setup-failed', stage: 'unpack', message: 'It is no archive.', nextStep: 'Try again.' };

/** Runs an operation whose link goes away after it told `said`; what its state is asked for then, it answers with. */
async function runAndLose(said: readonly object[], statuses: readonly object[]) {
  const told: string[] = [];
  const clock = new ManualClock();
  const left = [...statuses];
  const { link } = createReceivingHost((session) => {
    if (session.command === 'install') {
      for (const step of said) session.say(JSON.stringify({ type: 'step', ...step }));
      setImmediate(() => session.cut());
      return;
    }
    const value = left.shift();
    if (value !== undefined) session.answer({ ok: true, value });
    setImmediate(() => session.cut());
  });
  const remote = createRemote(link, archive, clock);
  const onStep = ({ stage, state, title }: OperationStep) => void told.push(`${stage} ${state}: ${title}`);
  let isOver = false;
  const outcome = remote.operate('install', [], z.object({ version: z.string() }), { onStep }).finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.advanceSettled(100);
  return { outcome: await outcome, told };
}

const download = (state: string) => ({ stage: 'download', state, title: 'Downloading' });
const done = { state: 'done', document: { ok: true, value: { version: '4.139.1' } } };
const running = { state: 'running', document: null };

test('Whoever watches sees that something goes on after a link that was lost between two steps', async () => {
  const { outcome, told } = await runAndLose([download('started'), download('done')], [running, done]);
  expect(outcome.ok).toBe(true);
  expect(told.slice(2)).toEqual([
    'session started: Waiting for the link',
    'session progress: The link is back; waiting for its end',
    'session done: Waiting for the link',
  ]);
});

test('A step that was under way is done with the operation; where that failed, only the wait is over', async () => {
  const { told } = await runAndLose([download('started')], [done]);
  expect(told.slice(1)).toEqual(['download progress: Waiting for the link', 'download done: Downloading']);
  const failed = await runAndLose([], [{ state: 'done', document: { ok: false, failure } }]);
  expect(failed.outcome).toMatchObject({ failure: { kind: 'setup-failed' } });
  expect(failed.told).toEqual(['session started: Waiting for the link', 'session done: Waiting for the link']);
});

test('A link that does not come back is no word that nothing was begun', async () => {
  const host = createReceivingHost((session) => void setImmediate(() => session.cut()));
  const gone = fail('link-lost', 'session', 'The host fell silent.', 'It is tried again by itself.');
  const link = { ...host.link, whenConnected: async () => gone };
  const outcome = await createRemote(link, archive, new ManualClock()).operate('install', [], z.unknown());
  expect(outcome).toMatchObject({ failure: { kind: 'unreachable', detail: 'The host fell silent.' } });
  const changed = fail('host-key-changed', 'host key', 'It has another key.', 'Look why.');
  const other = { ...host.link, whenConnected: async () => changed };
  expect(await createRemote(other, archive, new ManualClock()).operate('install', [], z.unknown())).toEqual(changed);
});

test('A host that is too slow to tell how it stands is asked again: that is no outcome', async () => {
  const clock = new ManualClock();
  let askedCount = 0;
  const { link } = createReceivingHost((session) => {
    if (session.command === 'install') return void setImmediate(() => session.cut());
    askedCount += 1;
    // The first question is never answered.
    if (askedCount > 1) session.answer({ ok: true, value: done });
  });
  let isOver = false;
  const outcome = createRemote(link, archive, clock)
    .operate('install', [], z.object({ version: z.string() }))
    .finally(() => {
      isOver = true;
    });
  for (let count = 0; !isOver && count < 100; count += 1) await clock.advanceSettled(1000);
  expect([await outcome, askedCount]).toMatchObject([{ ok: true }, 2]);
});

test('What a lost link kept from being begun is begun again when it is back, but not for ever, and not after an abort', async () => {
  const lost = fail('link-lost', 'session', 'The link was lost before it began.', 'Try again.');
  const abort = new AbortController();
  const told: string[] = [];
  const link = createReceivingHost(() => {}).link;
  const quick: Clock = {
    nowMs: () => 0,
    after: (_delayMs, action) => {
      setImmediate(action);
      return () => {};
    },
  };
  const onStep = ({ title, state }: OperationStep) => void told.push(`${title} ${state}`);
  const over = { link, clock: quick, onStep, signal: abort.signal };
  const answers: Result<string>[] = [lost, lost, succeed('ready')];
  expect(await overLostLink(over, async () => answers.shift() ?? lost)).toEqual(succeed('ready'));
  expect(told).toEqual([]);
  let count = 0;
  const never = async () => {
    count += 1;
    return lost;
  };
  expect([await overLostLink(over, never), count]).toEqual([lost, 11]);
  const gone = fail('disconnected', 'session', 'There is no link.', 'Connect first.');
  const down = {
    status: () => ({ ...link.status(), state: 'reconnecting' as const }),
    whenConnected: async () => gone,
  };
  expect(await overLostLink({ ...over, link: down }, never)).toEqual(gone);
  expect(told).toEqual(['Waiting for the link started', 'Waiting for the link undone']);
  const waiting = overLostLink({ ...over, link: { ...down, whenConnected: () => new Promise(() => {}) } }, never);
  abort.abort(new Error('Called off.'));
  await expect(waiting).rejects.toThrow('Called off.');
});
