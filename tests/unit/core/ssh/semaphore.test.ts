import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Semaphore } from '../../../../main/core/streams/semaphore.ts';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('No more than its slots are held, and those who wait are served in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(3), { maxLength: 20 }),
      async (slotCount, delays) => {
        const semaphore = new Semaphore(slotCount);
        const order: number[] = [];
        let heldCount = 0;
        await Promise.all(
          delays.map(async (turns, index) => {
            const release = await semaphore.acquire();
            order.push(index);
            expect(++heldCount).toBeLessThanOrEqual(slotCount);
            expect(semaphore.heldCount).toBeGreaterThanOrEqual(heldCount);
            for (let turn = 0; turn < turns; turn++) await settled();
            heldCount--;
            release();
            release();
          }),
        );
        expect(order).toEqual(delays.map((_, index) => index));
        expect(semaphore.heldCount).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test('An abort gives up the place in the queue and only that', async () => {
  const semaphore = new Semaphore(1);
  const release = await semaphore.acquire();
  const abort = new AbortController();
  const second = semaphore.acquire(abort.signal);
  const third = semaphore.acquire();
  abort.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  release();
  (await third)();
  await expect(semaphore.acquire(abort.signal)).rejects.toThrow('enough');
  expect(semaphore.heldCount).toBe(0);
});

test('An abort after the slot was given takes nothing back', async () => {
  const semaphore = new Semaphore(1);
  const first = await semaphore.acquire();
  const abort = new AbortController();
  const second = semaphore.acquire(abort.signal);
  first();
  abort.abort();
  (await second)();
  expect(semaphore.heldCount).toBe(0);
});

test('After close everybody is refused', async () => {
  const semaphore = new Semaphore(1);
  await semaphore.acquire();
  const waiting = semaphore.acquire();
  semaphore.close(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(semaphore.acquire()).rejects.toThrow('gone');
});

test('A release is told once, and not after it was called off', async () => {
  const semaphore = new Semaphore(2);
  const [first, second] = [await semaphore.acquire(), await semaphore.acquire()];
  let toldCount = 0;
  semaphore.onNextRelease(() => toldCount++);
  const stop = semaphore.onNextRelease(() => {
    throw new Error('It was called off.');
  });
  stop();
  first();
  second();
  expect(toldCount).toBe(1);
});
