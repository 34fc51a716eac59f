import type { BrowserWindow } from '#electron';

/** Puts the window in front of the others, whatever became of it. */
export function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  if (!window.isVisible()) window.show();
  window.focus();
}
