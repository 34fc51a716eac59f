import { type BrowserWindow, dialog } from '#electron';
import type { FileConsent } from '../safety/permissions.ts';

const longestPath = 500;

/** The whole path, so that nothing of it is out of sight; without characters that hide or turn it. */
const shownPath = (path: string) => path.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');

/**
 * Asks the user, path by path, and remembers a yes for as long as the app runs. `name` is whose editor it is, as people
 * know it. A second question while one is open is a no, or a page could bury the user in questions.
 */
export function createFileAccess(window: BrowserWindow, name: string): FileConsent {
  const granted = new Set<string>();
  const keyOf = (path: string, isWritable: boolean) => `${isWritable ? 'write' : 'read'} ${path}`;
  const isGranted = (path: string, isWritable: boolean) =>
    granted.has(keyOf(path, isWritable)) || (!isWritable && granted.has(keyOf(path, true)));
  let isAsking = false;
  return {
    isGranted,
    async ask({ path, isDirectory, isWritable }) {
      if (isGranted(path, isWritable)) return true;
      if (isAsking || path === '' || path.length > longestPath || window.isDestroyed()) return false;
      isAsking = true;
      try {
        const what = isDirectory ? 'everything in this folder' : 'this file';
        const { response } = await dialog.showMessageBox(window, {
          type: 'question',
          message: `Let the editor ${name} ${isWritable ? 'change' : 'read'} ${what} on this computer?`,
          detail: shownPath(path),
          buttons: ['Allow', 'Do not allow'],
          defaultId: 1,
          cancelId: 1,
          noLink: true,
        });
        if (response === 0) granted.add(keyOf(path, isWritable));
        return response === 0;
      } finally {
        isAsking = false;
      }
    },
  };
}
