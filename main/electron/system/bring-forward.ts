import type { BrowserWindow } from '#electron';

/** Puts the window in front of the others, whatever became of it. */
export function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  // Also one that is seen already: on macOS only this makes the app the active one.
  window.show();
  window.focus();
}
