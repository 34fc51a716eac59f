import type { Logger } from 'pino';
import { type BrowserWindow, dialog } from '#electron';

/** A page that crashes again within this time crashes because of what it shows. */
const crashLoopMs = 60_000;

interface PageCrashOptions {
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Starts the app again in safe mode. */
  readonly restartSafely: () => void;
}

/**
 * Loads the app's own page again when its process ended; everything on the hosts goes on meanwhile. The second time in a
 * row, the user decides.
 */
export function reviveCrashedPage(window: BrowserWindow, { logger, nowMs, restartSafely }: PageCrashOptions): void {
  let lastAtMs = Number.NEGATIVE_INFINITY;
  const reload = () => window.webContents.reload();
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    logger.error({ reason, exitCode }, 'the page of the app crashed');
    const isAgain = nowMs() - lastAtMs < crashLoopMs;
    lastAtMs = nowMs();
    if (!isAgain) {
      reload();
      return;
    }
    const question = {
      type: 'error' as const,
      message: 'Berth’s window crashed twice within a minute.',
      detail:
        'Everything on your servers keeps running. Safe mode restores no tabs and does without the graphics card.',
      buttons: ['Load it again', 'Restart in safe mode'],
      defaultId: 1,
      cancelId: 0,
      noLink: true,
    };
    dialog.showMessageBox(window, question).then(
      ({ response }) => (response === 1 ? restartSafely() : reload()),
      (error: unknown) => logger.error({ err: error }, 'the question after a crash could not be asked'),
    );
  });
}
