import { expect, test } from 'vitest';
import type { Result } from '../../../../main/contract/failure.ts';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { SshConnection } from '../../../../main/core/ssh/connection/connection.ts';
import { checkAfterWake, type WakeVerdict } from '../../../../main/core/ssh/staying/wake-check.ts';
import { defaultTimings } from '../../../../main/core/ssh/timings.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** A check in progress: the old connection's answer and the second attempt's outcome are given by the test. */
function startCheck() {
  const clock = new ManualClock();
  const probe = Promise.withResolvers<boolean>();
  const attempt = Promise.withResolvers<Result<SshConnection>>();
  const seen = {
    attemptCount: 0,
    isAborted: false,
    isSecondClosed: false,
    verdict: null as WakeVerdict['kind'] | null,
  };
  const second = {
    close: async () => {
      seen.isSecondClosed = true;
    },
  } as unknown as SshConnection;
  const old = { probe: () => probe.promise } as unknown as SshConnection;
  void checkAfterWake(
    old,
    (signal) => {
      seen.attemptCount++;
      signal.addEventListener('abort', () => {
        seen.isAborted = true;
      });
      return attempt.promise;
    },
    clock,
    defaultTimings,
  ).then((verdict) => {
    seen.verdict = verdict.kind;
  });
  return { clock, probe, attempt, seen, second };
}

test('A quick answer keeps the connection without a second one', async () => {
  const { clock, probe, seen } = startCheck();
  probe.resolve(true);
  await clock.advanceSettled(20_000);
  expect(seen).toMatchObject({ verdict: 'alive', attemptCount: 0 });
  expect(clock.pendingCount).toBe(0);
});

test('A late answer that comes before the second connection keeps the first and closes the second', async () => {
  const { clock, probe, attempt, seen, second } = startCheck();
  await clock.advanceSettled(defaultTimings.wakeDoubtMs);
  expect(seen.attemptCount).toBe(1);
  probe.resolve(true);
  await clock.advanceSettled(0);
  expect(seen).toMatchObject({ verdict: 'alive', isAborted: true });
  attempt.resolve(succeed(second));
  await clock.advanceSettled(0);
  expect(seen.isSecondClosed).toBe(true);
});

test('A second connection that comes first takes over', async () => {
  const { clock, attempt, seen, second } = startCheck();
  await clock.advanceSettled(defaultTimings.wakeDoubtMs);
  attempt.resolve(succeed(second));
  await clock.advanceSettled(0);
  expect(seen).toMatchObject({ verdict: 'replaced', isAborted: false, isSecondClosed: false });
});

test('Without a way to the host the old connection keeps its whole patience', async () => {
  const { clock, attempt, seen } = startCheck();
  await clock.advanceSettled(defaultTimings.wakeDoubtMs);
  attempt.resolve(fail('unreachable', 'tcp', 'No.', 'Wait.'));
  await clock.advanceSettled(defaultTimings.wakePatienceMs - defaultTimings.wakeDoubtMs - 1);
  expect(seen.verdict).toBeNull();
  await clock.advanceSettled(1);
  expect(seen.verdict).toBe('gone');
});

test('A connection that breaks while it is asked is gone at once', async () => {
  const { clock, probe, seen } = startCheck();
  probe.resolve(false);
  await clock.advanceSettled(0);
  expect(seen).toMatchObject({ verdict: 'gone', attemptCount: 0 });
});
