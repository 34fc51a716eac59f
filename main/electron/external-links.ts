import { BrowserWindow, dialog, shell } from '#electron';
import { externalLink } from './navigation-policy.ts';

let isAsking = false;

/**
 * Offers a link to the user's browser or mail program, naming where it leads. Anything not on the allow-list is dropped;
 * so is a second link while the first question is open, or a page could bury the user in questions.
 */
export async function offerExternalLink(url: string): Promise<void> {
  const link = externalLink(url);
  const window = BrowserWindow.getAllWindows()[0];
  if (link === null || window === undefined || isAsking) {
    return;
  }
  isAsking = true;
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: `Open ${link.destination} outside Berth?`,
      detail: link.url,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) {
      await shell.openExternal(link.url);
    }
  } finally {
    isAsking = false;
  }
}
