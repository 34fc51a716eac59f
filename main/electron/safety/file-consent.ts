import path from 'node:path';
import { BrowserWindow, dialog, type Session } from '#electron';
import type { FileConsent, FileRequest } from './permissions.ts';

/** What was decided for one session, and whether it is being asked. */
interface Decisions {
  /** By access and path; a no is one for as long as the app runs, so that a page cannot ask until it is a yes. */
  readonly known: Map<string, boolean>;
  /** Folders of which all may be read, or changed, by access. */
  readonly folders: { readonly read: Set<string>; readonly write: Set<string> };
  isAsking: boolean;
}

const decisions = new WeakMap<Session, Decisions>();

const nothingDecided = (): Decisions => ({
  known: new Map(),
  folders: { read: new Set(), write: new Set() },
  isAsking: false,
});

const longestPath = 1000;
const accessOf = (isWritable: boolean) => (isWritable ? 'write' : 'read');
const keyOf = (file: string, isWritable: boolean) => `${accessOf(isWritable)} ${file}`;

/** Whether a file is somewhere below a folder; both are whole paths. */
function isBelow(folder: string, file: string): boolean {
  const rest = path.relative(folder, file);
  return rest !== '' && rest.split(path.sep)[0] !== '..' && !path.isAbsolute(rest);
}

/** The whole path, so that nothing of it is out of sight; characters that hide or turn it are shown as such. */
const shownPath = (file: string) => file.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�');

/**
 * Whether the pages of a session may read or change a file or folder that the user picked for them, as VS Code does to
 * download a folder. The user is asked path by path, one question at a time, and the answer holds until Berth ends. A yes to
 * a folder is one to all that is in it.
 */
export function fileConsent(session: Session, name: string): FileConsent {
  const own = decisions.get(session) ?? nothingDecided();
  decisions.set(session, own);
  const isGivenFor = (file: string, isWritable: boolean) =>
    own.known.get(keyOf(file, isWritable)) === true ||
    [...own.folders[accessOf(isWritable)]].some((folder) => isBelow(folder, file));
  // Who may change something may read it.
  const isGranted = (file: string, isWritable: boolean) =>
    isGivenFor(file, true) || (!isWritable && isGivenFor(file, false));
  return {
    isGranted,
    async ask(request) {
      const { path: file, isDirectory, isWritable } = request;
      if (isGranted(file, isWritable)) return true;
      const key = keyOf(file, isWritable);
      if (own.isAsking || own.known.has(key) || !path.isAbsolute(file) || file.length > longestPath) return false;
      own.isAsking = true;
      try {
        const isAllowed = await ask(request, name);
        own.known.set(key, isAllowed);
        if (isAllowed && isDirectory) own.folders[accessOf(isWritable)].add(file);
        return isAllowed;
      } finally {
        own.isAsking = false;
      }
    },
  };
}

async function ask({ path: file, isDirectory, isWritable }: FileRequest, name: string): Promise<boolean> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return false;
  const what = isDirectory ? 'everything in this folder' : 'this file';
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Let ${name} ${isWritable ? 'change' : 'read'} ${what} on this computer?`,
    detail: shownPath(file),
    buttons: [isWritable ? 'Let it change' : 'Let it read', 'Do not'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
