import { pino } from 'pino';
import { expect, it } from 'vitest';
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
