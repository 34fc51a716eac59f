import { type BrowserWindow, nativeTheme } from '#electron';
import type { ShownOutside } from '../../contract/surroundings.ts';

/** The page's own background (`--bg` of its tokens), seen for a moment where the page has not painted yet. */
const backgrounds = { dark: '#0d1015', light: '#f5f6f8' } as const;

/** What a window is filled with before its page is there. */
export function windowBackground(): string {
  return backgrounds[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
}

/**
 * Lets the system's parts of the app, menus and dialogs, title bar and the colours that editors ask for, follow the
 * theme that the page has, and the window's own background follow both. The returned function takes the page's choice.
 */
export function followTheme(window: BrowserWindow): (theme: ShownOutside['theme']) => void {
  const paint = () => {
    if (!window.isDestroyed()) window.setBackgroundColor(windowBackground());
  };
  nativeTheme.on('updated', paint);
  window.on('closed', () => nativeTheme.off('updated', paint));
  return (theme) => {
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  };
}
