import type { Logger } from 'pino';
import { app } from '#electron';
import type { Core } from '../../core/core.ts';

/** What comes last may need a moment to end the app; longer than this, it does not do it. */
const lastMostMs = 10_000;

/** Links that do not end in this time end with the process: one without a window keeps every other start from being seen. */
const disposalMostMs = 10_000;

let last: (() => void) | null = null;

/**
 * Lets the app end by `action`, which quits it: the next time it ends, after links and the gate are closed. What `action`
 * starts in place of this copy finds ports, files and the lock on a single copy free.
 */
export function endWith(action: () => void): void {
  last = action;
}

/** Links and the gate are closed before the process ends, however often it is asked to end meanwhile. */
export function quitAfterDisposal(core: Core, logger: Logger): void {
  let state: 'running' | 'ending' | 'ended' = 'running';
  const end = () => {
    if (state === 'ended') return;
    state = 'ended';
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
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'ending') return;
    state = 'ending';
    const late = setTimeout(() => {
      logger.error('the core did not end in time');
      end();
    }, disposalMostMs);
    core
      .dispose()
      .catch((error: unknown) => logger.error({ err: error }, 'the core did not end cleanly'))
      .finally(() => {
        clearTimeout(late);
        end();
      });
  });
}
