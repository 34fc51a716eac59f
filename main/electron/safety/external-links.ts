import { BrowserWindow, dialog, shell } from '#electron';
import { externalLink } from './navigation-policy.ts';

let isAsking = false;

/** A page chooses how long its links are; the question must still fit the screen, its buttons too. */
const SHOWN_LINK_CHARS = 300;

function shown(url: string): string {
  const half = SHOWN_LINK_CHARS / 2;
  return url.length <= SHOWN_LINK_CHARS ? url : `${url.slice(0, half)}…${url.slice(-half)}`;
}

/**
 * Offers a link to the user's browser or mail program, naming where it leads and which page (null: Berth's own) wants it
 * opened. Anything not on the allow-list is dropped; so is a second link while the first question is open, or a page could
 * bury the user in questions. Tells whether the user wants to hear of no further link of that page: it can ask again as
 * soon as one question is answered.
 */
export async function offerExternalLink(url: string, asker: string | null): Promise<{ readonly isLast: boolean }> {
  const link = externalLink(url);
  const window = BrowserWindow.getAllWindows()[0];
  if (link === null || window === undefined || isAsking) {
    return { isLast: false };
  }
  isAsking = true;
  try {
    const { response, checkboxChecked } = await dialog.showMessageBox(window, {
      type: 'question',
      message: `Open ${link.destination} outside Berth?`,
      detail: asker === null ? shown(link.url) : `${shown(link.url)}\n\nAsked for by ${asker}.`,
      checkboxLabel: 'Ignore further links of this page',
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) {
      await shell.openExternal(link.url);
    }
    return { isLast: checkboxChecked };
  } finally {
    isAsking = false;
  }
}
