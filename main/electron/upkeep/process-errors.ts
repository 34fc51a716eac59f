import type { Logger } from 'pino';
import { app } from '#electron';

/**
 * What nobody caught is noted and the app goes on: its links and editors are worth more than a clean end, and Electron's
 * own answer is a box with a stack. Crashed helpers of Chromium (graphics, network) come back by themselves.
 */
export function noteProcessErrors(logger: Logger, source: Pick<NodeJS.Process, 'on'> = process): void {
  source.on('uncaughtException', (error) => logger.fatal({ err: error }, 'an error that nobody caught'));
  source.on('unhandledRejection', (reason) => {
    logger.error({ err: asError(reason) }, 'a promise failed and nobody waited for it');
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    logger.warn({ type, reason, exitCode, name }, 'a helper process of Chromium ended');
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
