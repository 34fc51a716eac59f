import { app } from './app.ts';
import { ipcMain } from './ipc.ts';
import { endOutside } from './outside.ts';
import { endSessions } from './session.ts';
import { powerMonitor } from './system.ts';
import { BrowserWindow } from './window.ts';

/**
 * Plays the end of the process, so that the shell can be started again: windows, sessions and listeners are gone, what
 * lasting partitions stored under the same `userData` is found again by the next start.
 */
export async function endProcess(): Promise<void> {
  for (const emitter of [app, ipcMain, powerMonitor]) emitter.removeAllListeners();
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  endOutside();
  await endSessions();
  app.end();
}
