import { expect, it } from 'vitest';
import { TryLimit } from '../../../../main/core/secrets/try-limit.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

it('lets five wrong tries pass, then waits twice as long each time, up to a minute, until one is right', () => {
  const clock = new ManualClock();
  const tries = new TryLimit(clock);
  const waits = Array.from({ length: 13 }, () => {
    tries.wasWrong();
    return tries.waitMs();
  });
  expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
  clock.advance(59_999);
  expect(tries.waitMs()).toBe(1);
  tries.wasRight();
  expect(tries.waitMs()).toBe(0);
});
