import { app, BrowserWindow } from '#electron';
import { appPagePreferences } from '../safety/page-preferences.ts';
import { windowBackground } from '../system/theme.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/** The window of the app's own page; it is shown once the page has painted. */
export function createAppWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    name: 'main',
    windowStatePersistence: true,
    width: 1280,
    height: 820,
    minWidth: 720,
    minHeight: 480,
    show: false,
    backgroundColor: windowBackground(),
    webPreferences: appPagePreferences(preload, app.isPackaged),
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Where the page begins. */
export const APP_HOME = { origin: APP_ORIGIN, path: '/' } as const;

/** The page's first address. It is told the mode there, because it decides what to restore before it can ask. */
export function appAddress(isSafe: boolean): string {
  return `${APP_HOME.origin}${APP_HOME.path}${isSafe ? '?safe' : ''}`;
}
