/**
 * The one module that imports Electron at run time. Everything else in this folder imports `#electron`, which
 * package.json points here, or to the test double under the condition `electron-double`.
 */
export {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
  WebContentsView,
} from 'electron';

export type DownloadItem = Electron.DownloadItem;
export type Input = Electron.Input;
export type IpcMainEvent = Electron.IpcMainEvent;
export type MenuItemConstructorOptions = Electron.MenuItemConstructorOptions;
export type MessagePortMain = Electron.MessagePortMain;
export type Session = Electron.Session;
export type WebContents = Electron.WebContents;
