import type { Session } from '#electron';

/**
 * What every page of Berth is shown with. Most of it is Electron's default as well; written down, because a default that
 * changes, or a preference given beside it, must not open a page.
 */
const everyPage = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  // A file dropped beside its target must not replace the page.
  navigateOnDragDrop: false,
  // The dictionaries of a spell check are fetched from a company's server.
  spellcheck: false,
});

/** Berth's own page: the only one with a preload. */
export function appPagePreferences(preload: string, isPackaged: boolean) {
  return Object.freeze({ ...everyPage, preload, devTools: !isPackaged });
}

/** A shared worker belongs to no frame, and Electron asks about a WebSocket only where there is a frame to it. VS Code has none. */
const UNHEARD_FEATURES = 'SharedWorker';

/**
 * A page from a host: no preload at all, so that whatever runs in it finds a plain browser page. The boxes of `alert` lie
 * over whatever is shown: an editor has no use for them, a forwarded page may, and can be silenced.
 */
export function hostPagePreferences(session: Session, isForwardedPage: boolean) {
  return Object.freeze({
    ...everyPage,
    session,
    // Else every page that loads, a hidden one too, takes the keys from whatever is typed into.
    focusOnNavigation: false,
    disableBlinkFeatures: UNHEARD_FEATURES,
    disableDialogs: !isForwardedPage,
    safeDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
  } as const);
}
