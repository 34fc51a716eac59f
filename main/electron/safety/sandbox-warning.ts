import { type BrowserWindow, dialog } from '#electron';

/**
 * Whether Chromium runs pages without the system's sandbox. An AppImage asks for that by itself where the system refuses
 * user namespaces to programs it does not know (Ubuntu from 24.04 on), and so do some users' starters.
 */
export function isUnsandboxed(argv: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  return argv.includes('--no-sandbox') || (environment.ELECTRON_DISABLE_SANDBOX ?? '') !== '';
}

/** Says what it means that there is no sandbox; tells whether the user goes on all the same. */
export async function isGoneOnWithoutSandbox(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'This system starts Berth without a sandbox.',
    detail:
      'Pages that your servers show in tabs would be kept from your files by Chromium alone, not by the system as well. ' +
      'Berth’s deb package brings what the system asks for; with it, or where user namespaces are allowed, the sandbox is on.',
    buttons: ['Quit', 'Go on without'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
