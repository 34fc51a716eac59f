import { expect, test } from 'vitest';
import { type Result, succeed } from '../../../../main/contract/failure.ts';
import { FewSessions } from '../../../../main/core/remote/few-sessions.ts';
import { linkLost, sessionRefused } from '../../../../main/core/remote/script-failures.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** Answers one after the other; the last one for ever. */
function attempts(...results: Result<string>[]) {
  let count = 0;
  const attempt = async () => results[Math.min(count++, results.length - 1)] ?? succeed('none');
  return { attempt, count: () => count };
}

/** A clock whose waits are over at once, and are counted. */
function quickClock() {
  let waitCount = 0;
  const after = (_delayMs: number, action: () => void) => {
    waitCount += 1;
    queueMicrotask(action);
    return () => {};
  };
  return { clock: { nowMs: () => 0, after }, waitCount: () => waitCount };
}

test('What was refused waits for a session to end, and not for time', async () => {
  const { clock, waitCount } = quickClock();
  const sessions = new FewSessions(clock);
  const held = Promise.withResolvers<void>();
  sessions.hold(held.promise);
  const { attempt, count } = attempts(sessionRefused('full'), succeed('in'));
  const outcome = sessions.inTurn(attempt);
  await new Promise((resolve) => setImmediate(resolve));
  expect(count()).toBe(1);
  held.resolve();
  expect(await outcome).toEqual(succeed('in'));
  expect([count(), waitCount()]).toEqual([2, 0]);
});

test('A place that is not free yet is asked for again, and a host that never gives one is believed in the end', async () => {
  const { clock, waitCount } = quickClock();
  const soon = attempts(sessionRefused('full'), sessionRefused('full'), succeed('in'));
  expect(await new FewSessions(clock).inTurn(soon.attempt)).toEqual(succeed('in'));
  expect(waitCount()).toBe(2);
  const never = attempts(sessionRefused('full'));
  expect(await new FewSessions(clock).inTurn(never.attempt)).toEqual(sessionRefused('full'));
  expect(never.count()).toBe(21);
});

test('A wait is over with its call, for an end as for a time, and leaves nothing behind', async () => {
  const clock = new ManualClock();
  const sessions = new FewSessions(clock);
  const held = Promise.withResolvers<void>();
  sessions.hold(held.promise);
  for (const isHeld of [true, false]) {
    const { attempt, count } = attempts(sessionRefused('full'));
    const gone = new AbortController();
    const outcome = sessions.inTurn(attempt, gone.signal);
    await new Promise((resolve) => setImmediate(resolve));
    gone.abort(new Error('The page was closed.'));
    await expect(outcome).rejects.toThrow('The page was closed.');
    if (isHeld) held.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect([count(), clock.pendingCount]).toEqual([1, 0]);
  }
});

test('Any other failure is told at once', async () => {
  const { clock, waitCount } = quickClock();
  const lost = attempts(linkLost('it'), succeed('in'));
  expect(await new FewSessions(clock).inTurn(lost.attempt)).toEqual(linkLost('it'));
  expect([lost.count(), waitCount()]).toEqual([1, 0]);
});
