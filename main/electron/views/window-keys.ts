import type { BrowserWindow, WebContents } from '#electron';

const waiting = new WeakMap<BrowserWindow, WebContents>();

/**
 * Gives the keys to one of the contents of a window. Electron brings the window forward for it, which would take the keys
 * from another program that is typed into, so they wait until the user is back.
 */
export function giveKeys(window: BrowserWindow, contents: WebContents): void {
  if (window.isFocused()) {
    waiting.delete(window);
    contents.focus();
    return;
  }
  const isAwaited = waiting.has(window);
  waiting.set(window, contents);
  if (isAwaited) return;
  window.once('focus', () => {
    const next = waiting.get(window);
    waiting.delete(window);
    if (next?.isDestroyed() === false) next.focus();
  });
}
