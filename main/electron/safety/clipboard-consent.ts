import { BrowserWindow, dialog, type Session } from '#electron';
import type { Consent } from './permissions.ts';

const decided = new WeakMap<Session, boolean>();
const asking = new WeakMap<Session, Promise<boolean>>();

/**
 * Whether the pages of a session may read what the user copied. It is asked once and holds until Berth ends, so that a
 * page cannot ask until somebody presses the wrong button.
 */
export function clipboardConsent(session: Session, name: string): Consent {
  return {
    isGiven: () => decided.get(session) ?? false,
    ask: () => {
      const known = decided.get(session);
      if (known !== undefined) return Promise.resolve(known);
      const question = asking.get(session) ?? ask(session, name);
      asking.set(session, question);
      return question;
    },
  };
}

async function ask(session: Session, name: string): Promise<boolean> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return false;
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: `Let ${name} read what you copied?`,
      detail:
        'It can then read the clipboard whenever its tab has the keys, until Berth is closed. Pasting with the keyboard works without.',
      buttons: ['Let it read', 'Do not'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    const isGiven = response === 0;
    decided.set(session, isGiven);
    return isGiven;
  } finally {
    asking.delete(session);
  }
}
