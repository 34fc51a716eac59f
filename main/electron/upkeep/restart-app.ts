import { app, type BrowserWindow } from '#electron';

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
  if (!(await closeEditors())) return false;
  // Only here: a relaunch that was asked for happens at whatever end of the app comes next.
  app.relaunch({ args: nextArguments(process.argv, isSafe) });
  if (!window.isDestroyed()) window.destroy();
  app.quit();
  return true;
}
