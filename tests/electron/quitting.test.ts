import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../../main/core/core.ts';
import { endWith, quitAfterDisposal } from '../../main/electron/system/quitting.ts';
import { app } from './double/app.ts';

it('what takes the place of this copy begins when links, gate and the lock on a single copy are free', async () => {
  const order: string[] = [];
  const disposal = Promise.withResolvers<void>();
  const dispose = async () => {
    await disposal.promise;
    order.push('disposed');
  };
  quitAfterDisposal({ dispose } as unknown as Core, pino({ level: 'silent' }));
  const ended = new Promise((resolve) => app.once('quit', resolve));
  app.on('quit', () => order.push('quit'));
  endWith(() => {
    order.push(app.hasReleasedLock ? 'last, unlocked' : 'last, locked');
    app.quit();
  });
  app.quit();
  expect(order).toEqual([]);
  disposal.resolve();
  await ended;
  expect(order).toEqual(['disposed', 'last, unlocked', 'quit']);
});

describe('the end', () => {
  let disposal: PromiseWithResolvers<void>;
  let disposeCount = 0;
  let quitCount = 0;
  beforeEach(() => {
    app.removeAllListeners();
    endWith(() => app.quit());
    [disposal, disposeCount, quitCount] = [Promise.withResolvers<void>(), 0, 0];
    const dispose = () => {
      disposeCount += 1;
      return disposal.promise;
    };
    quitAfterDisposal({ dispose } as unknown as Core, pino({ level: 'silent' }));
    app.on('quit', () => {
      quitCount += 1;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is the same for a second wish to quit, which does not cut it short', async () => {
    const ended = new Promise<number>((resolve) => app.once('quit', resolve));
    app.quit();
    app.quit();
    expect(quitCount).toBe(0);
    disposal.resolve();
    await ended;
    expect([disposeCount, quitCount]).toEqual([1, 1]);
  });

  it('comes also when a link does not end', async () => {
    vi.useFakeTimers();
    app.quit();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(quitCount).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    disposal.resolve();
    await disposal.promise;
    expect(quitCount).toBe(1);
  });
});
