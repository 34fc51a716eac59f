import type { Logger } from 'pino';
import { app, type BrowserWindow, dialog } from '#electron';

/** The flag that starts Berth without restored tabs, links of its own, and the graphics card. */
export const safeFlag = '--safe';

/** Whether these arguments ask for safe mode. */
export function isSafeStart(argv: readonly string[]): boolean {
  return argv.includes(safeFlag);
}

/** The arguments of the next start: those of this one, but for the mode and for what was to be opened. */
export function nextArguments(argv: readonly string[], isSafe: boolean): string[] {
  const kept = argv.slice(1).filter((argument) => argument !== safeFlag && !/^berth:/i.test(argument));
  return isSafe ? [...kept, safeFlag] : kept;
}

/**
 * Starts the app again once this one has ended. `closeEditors` asks where work is unsaved; when the user keeps an editor
 * open, nothing happens and the answer is false.
 */
export async function restartApp(
  window: BrowserWindow,
  closeEditors: () => Promise<boolean>,
  isSafe: boolean,
): Promise<boolean> {
  // Whoever wished for it twice wants one copy; each relaunch that is asked for makes one.
  if (!(await closeEditors()) || window.isDestroyed()) return false;
  // An AppImage runs from a mount that ends with it; the file itself is what can be started again.
  const appImage = process.env.APPIMAGE;
  const execPath = app.isPackaged && appImage !== undefined && appImage !== '' ? { execPath: appImage } : {};
  // Only here: a relaunch that was asked for happens at whatever end of the app comes next.
  app.relaunch({ args: nextArguments(process.argv, isSafe), ...execPath });
  window.destroy();
  app.quit();
  return true;
}

/** Who starts a second copy with `--safe` sees a first one that is not well: it is offered to start again. */
export function offerSafeMode(window: BrowserWindow, restartSafely: () => void, logger: Logger): void {
  const ask = async () => {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Berth is running already. Restart it in safe mode?',
      detail: 'Its tabs close, after a question where work is unsaved. Everything on your servers keeps running.',
      buttons: ['Not now', 'Restart in safe mode'],
      cancelId: 0,
      defaultId: 1,
      noLink: true,
    });
    if (response === 1) restartSafely();
  };
  app.on('second-instance', (_event, argv) => {
    if (!isSafeStart(argv) || window.isDestroyed()) return;
    ask().catch((error: unknown) => logger.error({ err: error }, 'safe mode could not be offered'));
  });
}
