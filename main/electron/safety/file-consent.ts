import { BrowserWindow, dialog, type Session } from '#electron';
import type { FileConsent, FileRequest } from './permissions.ts';

/** What was decided for one session, and whether it is being asked. */
interface Decisions {
  /** By access and path; a no is one for as long as the app runs, so that a page cannot ask until it is a yes. */
  readonly known: Map<string, boolean>;
  isAsking: boolean;
}

const decisions = new WeakMap<Session, Decisions>();

const longestPath = 1000;
const keyOf = (path: string, isWritable: boolean) => `${isWritable ? 'write' : 'read'} ${path}`;
/** The whole path, so that nothing of it is out of sight; characters that hide or turn it are shown as such. */
const shownPath = (path: string) => path.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');

/**
 * Whether the pages of a session may read or change a file or folder that the user picked for them, as VS Code does to
 * download a folder. The user is asked path by path, one question at a time, and the answer holds until Berth ends.
 */
export function fileConsent(session: Session, name: string): FileConsent {
  const own = decisions.get(session) ?? { known: new Map<string, boolean>(), isAsking: false };
  decisions.set(session, own);
  // Who may change something may read it.
  const isGranted = (path: string, isWritable: boolean) =>
    own.known.get(keyOf(path, true)) === true || (!isWritable && own.known.get(keyOf(path, false)) === true);
  return {
    isGranted,
    async ask(request) {
      const { path, isWritable } = request;
      if (isGranted(path, isWritable)) return true;
      const key = keyOf(path, isWritable);
      if (own.isAsking || own.known.has(key) || path === '' || path.length > longestPath) return false;
      own.isAsking = true;
      try {
        const isAllowed = await ask(request, name);
        own.known.set(key, isAllowed);
        return isAllowed;
      } finally {
        own.isAsking = false;
      }
    },
  };
}

async function ask({ path, isDirectory, isWritable }: FileRequest, name: string): Promise<boolean> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return false;
  const what = isDirectory ? 'everything in this folder' : 'this file';
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Let ${name} ${isWritable ? 'change' : 'read'} ${what} on this computer?`,
    detail: shownPath(path),
    buttons: [isWritable ? 'Let it change' : 'Let it read', 'Do not'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
