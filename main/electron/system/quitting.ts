import type { Logger } from 'pino';
import { app } from '#electron';
import type { Core } from '../../core/core.ts';

/** What comes last may need a moment to end the app; longer than this, it does not do it. */
const lastMostMs = 10_000;

let last: (() => void) | null = null;

/**
 * Lets the app end by `action`, which quits it: the next time it ends, after links and the gate are closed. What `action`
 * starts in place of this copy finds ports, files and the lock on a single copy free.
 */
export function endWith(action: () => void): void {
  last = action;
}

/** Links and the gate are closed before the process ends. */
export function quitAfterDisposal(core: Core, logger: Logger): void {
  let isDisposed = false;
  const end = () => {
    if (last === null) {
      app.quit();
      return;
    }
    try {
      app.releaseSingleInstanceLock();
      last();
      setTimeout(() => app.quit(), lastMostMs);
    } catch (error) {
      logger.error({ err: error }, 'what was to be done at the end failed');
      app.quit();
    }
  };
  app.on('will-quit', (event) => {
    if (isDisposed) return;
    event.preventDefault();
    isDisposed = true;
    core
      .dispose()
      .catch((error: unknown) => logger.error({ err: error }, 'the core did not end cleanly'))
      .finally(end);
  });
}
