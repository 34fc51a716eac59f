/**
 * A stand-in for Electron's main process over a real Chromium, typed against electron.d.ts. It begins as permissive as
 * Electron does (every permission granted, every popup opened, every navigation followed), so that a missing guard
 * shows. It cannot show the OS sandbox, stacking and focus of views, menus, dialogs, keychains, the `app:` origin
 * (shown to Chromium as https), requests of service workers, fuses or packaging.
 */
export { app } from './app.ts';
export { crashReporter } from './crash-reporter.ts';
export type { DownloadItem } from './download-item.ts';
export { type IpcMainEvent, ipcMain } from './ipc.ts';
export { MessageChannelMain, type MessagePortMain } from './message-port.ts';
export { net } from './net.ts';
export { nativeImage, nativeTheme, Tray } from './outside.ts';
export { protocol, type Session, session } from './session.ts';
export {
  dialog,
  Menu,
  type MenuItemConstructorOptions,
  Notification,
  powerMonitor,
  safeStorage,
  shell,
} from './system.ts';
export type { WebContents } from './web-contents.ts';
export { BrowserWindow, WebContentsView } from './window.ts';

export type Input = Electron.Input;
