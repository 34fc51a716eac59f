import { type BrowserWindow, dialog } from '#electron';

/** Why a page is about to go: the user closes or reloads it, it is given up to save memory, or it leaves by itself. */
export type Leaving = 'close' | 'reload' | 'unload' | 'by-itself';

const verbs = { close: 'Close', reload: 'Reload', 'by-itself': 'Leave' } as const;

/** Asks whether the page called `name`, with unsaved work, may go; one that is given up quietly may not, and nobody is asked. */
export function mayLeave(window: BrowserWindow, name: string, leaving: Leaving): boolean {
  if (leaving === 'unload') return false;
  const verb = verbs[leaving];
  return ask(window, `${verb} ${name} with unsaved changes?`, verb);
}

/** Asks whether the page called `name`, which takes no input, may be ended. */
export function mayEndHung(window: BrowserWindow, name: string): boolean {
  return ask(window, `Close ${name} without its unsaved changes? It does not respond.`, 'Close');
}

function ask(window: BrowserWindow, message: string, verb: string): boolean {
  const choice = dialog.showMessageBoxSync(window, {
    type: 'question',
    message,
    buttons: [verb, 'Stay'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return choice === 0;
}
