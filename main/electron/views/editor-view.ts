import type { Logger } from 'pino';
import { type BrowserWindow, dialog, type Session, session, WebContentsView } from '#electron';
import { portOfName } from '../../contract/forwards.ts';
import type { Bounds } from '../../contract/views.ts';
import type { GateEntry } from '../../core/gate/gate.ts';
import { askForDownloads } from '../safety/downloads.ts';
import { guardNavigation } from '../safety/navigation-guard.ts';
import { applyPermissions, editorPermissions, forwardedPagePermissions } from '../safety/permissions.ts';
import { isRequestAllowed } from '../safety/private-addresses.ts';
import { placeInWindow } from './view-bounds.ts';

/** Which instance a view shows, or which forwarded page by its `port:<port>`. */
export interface EditorTarget {
  readonly profileId: string;
  readonly instanceId: string;
  readonly entry: GateEntry;
}

/** Storage of one editor or forwarded page. `_` and `.` occur in no id, so two never share one; the name becomes a folder's. */
const partitionOf = ({ profileId, instanceId }: EditorTarget) =>
  `persist:berth-${profileId}_${instanceId.replace(':', '.')}`;

const isForwardedPage = ({ instanceId }: EditorTarget) => portOfName(instanceId) !== null;

/** Guards the storage of one instance; called again it renews the rules for the present origin. */
function guardedSession(target: EditorTarget): Session {
  const { origin } = target.entry;
  const partition = session.fromPartition(partitionOf(target));
  applyPermissions(partition, isForwardedPage(target) ? forwardedPagePermissions(origin) : editorPermissions(origin));
  // Pages on loopback are exempt from Chromium's own local network checks, so the editor's requests are checked here.
  partition.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isRequestAllowed(details.url, origin) });
  });
  if (partition.listenerCount('will-download') === 0) askForDownloads(partition);
  return partition;
}

/** One instance's editor as a native view above the page of `window`. */
export class EditorView {
  readonly target: EditorTarget;
  readonly #window: BrowserWindow;
  readonly #view: WebContentsView;
  readonly #session: Session;

  /** Makes the view, hidden and empty. */
  constructor(window: BrowserWindow, target: EditorTarget, logger: Logger) {
    this.target = target;
    this.#window = window;
    this.#session = guardedSession(target);
    // No preload: whatever runs in the editor finds a plain browser page.
    const webPreferences = {
      session: this.#session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A page that asks and warns without end can be silenced.
      safeDialogs: true,
    };
    this.#view = new WebContentsView({ webPreferences });
    this.#view.setVisible(false);
    const contents = this.#view.webContents;
    guardNavigation(contents, target.entry, logger);
    // Editors have keys of their own. macOS copies and pastes by its menu, so there the menu keeps its keys.
    contents.setIgnoreMenuShortcuts(process.platform !== 'darwin');
    contents.on('will-prevent-unload', (event) => {
      if (mayLeave(window, isForwardedPage(target) ? 'page' : 'editor')) event.preventDefault();
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      logger.warn({ instanceId: target.instanceId, reason }, 'an editor view ended');
    });
    window.contentView.addChildView(this.#view);
  }

  get isUsable(): boolean {
    return !this.#view.webContents.isDestroyed() && !this.#view.webContents.isCrashed();
  }

  /** Resolves when the editor's page is there; rejects when it cannot be loaded. */
  async load(): Promise<void> {
    const { origin, path, cookie } = this.target.entry;
    const { name, value } = cookie;
    // No domain: host-only. No expiry: gone with the app; the next run sets it again.
    await this.#session.cookies.set({ name, value, url: `${origin}/`, path: '/', httpOnly: true, sameSite: 'strict' });
    await this.#view.webContents.loadURL(origin + path);
  }

  /** `bounds` are CSS pixels of the page. */
  place(bounds: Bounds, isVisible: boolean): void {
    const { width, height } = this.#window.getContentBounds();
    const placed = placeInWindow(bounds, this.#window.webContents.getZoomFactor(), { width, height });
    this.#view.setBounds(placed);
    this.#view.setVisible(isVisible && placed.width > 0 && placed.height > 0);
  }

  /** Unloads the page, unless it has unsaved work and the user stays; tells whether the view is gone. */
  async close(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const contents = this.#view.webContents;
    if (!contents.isDestroyed()) {
      const stay = (event: { readonly defaultPrevented: boolean }) => {
        if (!event.defaultPrevented) resolve(false);
      };
      contents.once('destroyed', () => resolve(true));
      contents.on('will-prevent-unload', stay);
      contents.close({ waitForBeforeUnload: true });
      const isClosed = await promise;
      contents.off('will-prevent-unload', stay);
      if (!isClosed) return false;
    }
    if (!this.#window.isDestroyed()) this.#window.contentView.removeChildView(this.#view);
    return true;
  }

  /** Ends the view without asking, when its window is gone. */
  discard(): void {
    if (!this.#view.webContents.isDestroyed()) this.#view.webContents.close();
  }
}

function mayLeave(window: BrowserWindow, what: 'page' | 'editor'): boolean {
  const choice = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: `Close this ${what} with unsaved changes?`,
    buttons: ['Close', 'Stay'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return choice === 0;
}
