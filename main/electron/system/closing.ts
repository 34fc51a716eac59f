import { app, type BrowserWindow } from '#electron';
import { bringForward } from './bring-forward.ts';

/**
 * Tells, for each close of the window, whether it only goes out of sight and the app goes on: always on macOS, where its
 * icon in the dock brings it back, elsewhere when the user wants it kept in the tray. Never when the app is being quit.
 */
export function hidesOnClose(window: BrowserWindow, isKeptInTray: () => boolean): () => boolean {
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  // A quit that was called off leaves the app as it was, and whoever called it off looks at the window.
  window.on('focus', () => {
    isQuitting = false;
  });
  app.on('activate', () => bringForward(window));
  return () => {
    if (isQuitting || !(process.platform === 'darwin' || isKeptInTray())) return false;
    hide(window);
    return true;
  };
}

/** On macOS a full screen whose window is hidden stays behind, black. */
function hide(window: BrowserWindow): void {
  if (!window.fullScreen) {
    window.hide();
    return;
  }
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
