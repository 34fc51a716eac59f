import type { Logger } from 'pino';
import { app } from '#electron';
import type { Core } from '../../core/core.ts';

/** Links and the gate are closed before the process ends. */
export function quitAfterDisposal(core: Core, logger: Logger): void {
  let isDisposed = false;
  app.on('will-quit', (event) => {
    if (isDisposed) return;
    event.preventDefault();
    isDisposed = true;
    core
      .dispose()
      .catch((error: unknown) => logger.error({ err: error }, 'the core did not end cleanly'))
      .finally(() => app.quit());
  });
}
