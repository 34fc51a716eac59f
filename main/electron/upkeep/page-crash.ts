import type { Logger } from 'pino';
import { type BrowserWindow, dialog } from '#electron';

/** A page that crashes again within this time crashes because of what it shows. */
const crashLoopMs = 60_000;

interface PageTroubleOptions {
  readonly logger: Logger;
  readonly nowMs: () => number;
  /** Starts the app again in safe mode. */
  readonly restartSafely: () => void;
}

const calm = 'Everything on your servers keeps running.';
const choices = { type: 'error', cancelId: 0, defaultId: 1, noLink: true } as const;

/**
 * Loads the app's own page again when its process ended. The second time in a row, and where the page hangs, the user
 * decides: an editor above it may have unsaved work, and may work on.
 */
export function reviveCrashedPage(window: BrowserWindow, options: PageTroubleOptions): void {
  const { logger, nowMs, restartSafely } = options;
  const contents = window.webContents;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  const noteFailure = (error: unknown) => logger.error({ err: error }, 'a question about the page could not be asked');
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    logger.error({ reason, exitCode }, 'the page of the app crashed');
    const isAgain = nowMs() - lastAtMs < crashLoopMs;
    lastAtMs = nowMs();
    if (!isAgain) {
      contents.reload();
      return;
    }
    const question = {
      ...choices,
      message: 'Berth’s window crashed twice within a minute.',
      detail: `${calm} Safe mode restores no tabs and does without the graphics card.`,
      buttons: ['Load it again', 'Restart in safe mode'],
    };
    dialog.showMessageBox(window, question).then(({ response }) => {
      if (response === 1) restartSafely();
      else if (!contents.isDestroyed()) contents.reload();
    }, noteFailure);
  });
  contents.on('unresponsive', () => {
    logger.error('the page of the app does not answer');
    const answered = new AbortController();
    contents.once('responsive', () => answered.abort());
    const question = {
      ...choices,
      message: 'Berth’s window does not answer.',
      detail: calm,
      buttons: ['Wait', 'Load it again'],
      // A page that answers meanwhile takes the question away, which counts as to wait.
      signal: answered.signal,
    };
    // Its end is a crash like any other, after which it is loaded again.
    dialog
      .showMessageBox(window, question)
      .then(
        ({ response }) => response === 1 && !contents.isDestroyed() && contents.forcefullyCrashRenderer(),
        noteFailure,
      );
  });
}
