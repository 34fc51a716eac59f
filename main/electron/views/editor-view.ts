import type { Logger } from 'pino';
import { type BrowserWindow, type Session, type WebContents, WebContentsView } from '#electron';
import type { ViewState } from '../../contract/views.ts';
import type { Clock } from '../../core/ports.ts';
import { isLedThroughProxy } from '../safety/host-proxy.ts';
import { guardNavigation } from '../safety/navigation-guard.ts';
import { hostPagePreferences } from '../safety/page-preferences.ts';
import { windowBackground } from '../system/theme.ts';
import { inTime } from './in-time.ts';
import { type Leaving, mayEndHung, mayLeave } from './leaving.ts';
import { tellChanges } from './page-events.ts';
import type { TakeKey } from './view-keys.ts';
import { takePicture } from './view-picture.ts';
import { type EditorTarget, guardedSession, isForwardedPage, nameOf } from './view-session.ts';

/** What a view tells the tab that it belongs to. */
export interface ViewOwner {
  changed(part: Partial<ViewState>): void;
  /** Its page ended by itself. */
  ended(): void;
}

/** What a view is made with. */
export interface ViewSurroundings {
  readonly window: BrowserWindow;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keys that are Berth's also inside a view; the page does not get them. */
  readonly takeKey: TakeKey;
}

/** A page may leave, be stopped, and try again without end; it is asked about this often at most, milliseconds. */
const askAgainMs = 10_000;
/** A picture of a page that does not come is not waited for, milliseconds. */
const pictureLimitMs = 2_000;

/** The live native view of one editor or forwarded page, above the page of a window. */
export class EditorView {
  readonly target: EditorTarget;
  /** Held here, because a view forgets its contents when they are destroyed. */
  readonly contents: WebContents;
  readonly #surroundings: ViewSurroundings;
  readonly #view: WebContentsView;
  readonly #session: Session;
  #leaving: Leaving = 'by-itself';
  #isHung = false;
  #isEnding = false;
  #quietUntilMs = 0;

  /** Makes the view, hidden and empty. */
  constructor(surroundings: ViewSurroundings, target: EditorTarget, owner: ViewOwner) {
    const { window, logger } = surroundings;
    this.target = target;
    this.#surroundings = surroundings;
    this.#session = guardedSession(target);
    const webPreferences = hostPagePreferences(this.#session, isForwardedPage(target));
    this.#view = new WebContentsView({ webPreferences });
    this.#view.setVisible(false);
    // An editor paints itself later than it is shown; a page that paints no ground counts on white.
    if (!isForwardedPage(target)) this.#view.setBackgroundColor(windowBackground());
    const contents = this.#view.webContents;
    this.contents = contents;
    const isSeen = () => this.#view.getVisible();
    guardNavigation(contents, { home: target.entry, name: nameOf(target), isSeen }, logger);
    // Editors have keys of their own. macOS copies and pastes by its menu, so there the menu keeps its keys.
    contents.setIgnoreMenuShortcuts(process.platform !== 'darwin');
    contents.on('before-input-event', (event, input) => {
      if (surroundings.takeKey(input, this.#kind)) event.preventDefault();
    });
    contents.on('will-prevent-unload', (event) => {
      if (this.#mayLeave()) event.preventDefault();
      if (this.#leaving === 'reload') this.#leaving = 'by-itself';
    });
    contents.on('did-navigate', () => {
      if (this.#leaving === 'reload') this.#leaving = 'by-itself';
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      if (this.#isEnding) return;
      logger.warn({ instanceId: target.instanceId, reason }, 'an editor view ended');
      owner.changed({ condition: 'crashed', isLoading: false, found: null });
    });
    contents.on('unresponsive', () => {
      this.#isHung = true;
      owner.changed({ condition: 'unresponsive' });
    });
    contents.on('responsive', () => {
      this.#isHung = false;
      owner.changed({ condition: 'live' });
    });
    contents.once('destroyed', () => {
      if (!this.#isEnding) owner.ended();
    });
    tellChanges(contents, (part) => owner.changed(part), surroundings.clock);
    window.contentView.addChildView(this.#view);
  }

  get isUsable(): boolean {
    return !this.contents.isDestroyed() && !this.contents.isCrashed() && !this.#isHung;
  }

  get #kind(): 'page' | 'editor' {
    return isForwardedPage(this.target) ? 'page' : 'editor';
  }

  /** Resolves when the page at `address`, of the target's origin, is there; rejects when it cannot be loaded. */
  async load(address: string): Promise<void> {
    const { origin, cookie } = this.target.entry;
    const { name, value } = cookie;
    await isLedThroughProxy(this.#session);
    // No domain: host-only. No expiry: gone with the app; the next run sets it again.
    await this.#session.cookies.set({ name, value, url: `${origin}/`, path: '/', httpOnly: true, sameSite: 'strict' });
    try {
      await this.contents.loadURL(address);
    } catch (error) {
      // A page that goes on to another address while it loads calls its own load off, and is there all the same.
      const hasGoneOn = String(error).includes('ERR_ABORTED') && !this.contents.isDestroyed();
      if (!hasGoneOn || !this.contents.getURL().startsWith(`${origin}/`)) throw error;
    }
  }

  /** Loads the page again, unless it has unsaved work and the user stays. */
  reload(): void {
    this.#leaving = 'reload';
    this.contents.reload();
  }

  /** `bounds` are points of the window; a view without a size is hidden. */
  place(bounds: Electron.Rectangle, isVisible: boolean): void {
    this.#view.setBounds(bounds);
    this.#view.setVisible(isVisible && bounds.width > 0 && bounds.height > 0);
  }

  /** Puts it above all other views. */
  raise(): void {
    this.#surroundings.window.contentView.addChildView(this.#view);
  }

  /** A picture of what it shows; null where it shows nothing. */
  async picture(): Promise<string | null> {
    if (!this.isUsable) return null;
    return inTime(this.#surroundings.clock, pictureLimitMs, takePicture(this.contents));
  }

  /**
   * Unloads the page and removes the view; tells whether it is gone. It stays where work is unsaved and the user wants to
   * stay, or is not to be asked: then a page that takes no input stays, too.
   */
  async end(leaving: 'close' | 'unload'): Promise<boolean> {
    if (!this.contents.isDestroyed() && !this.contents.isCrashed()) {
      const outcome = this.#isHung ? 'hung' : await this.#askToUnload(leaving);
      if (outcome === 'stayed') return false;
      const isKept =
        outcome === 'hung' && (leaving === 'unload' || !mayEndHung(this.#surroundings.window, nameOf(this.target)));
      if (isKept) return false;
    }
    this.discard();
    return true;
  }

  /** Ends it without asking. */
  discard(): void {
    const { window } = this.#surroundings;
    this.#isEnding = true;
    if (!this.contents.isDestroyed()) {
      // A page that hangs would not hear that it is closed.
      if (this.#isHung) this.contents.forcefullyCrashRenderer();
      this.contents.close();
    }
    if (!window.isDestroyed()) window.contentView.removeChildView(this.#view);
  }

  /** What a page does by itself is asked about only where the user sees it, and not without end. */
  #mayLeave(): boolean {
    const { window, clock } = this.#surroundings;
    const isQuiet = !this.#view.getVisible() || clock.nowMs() < this.#quietUntilMs;
    if (this.#leaving === 'by-itself' && isQuiet) return false;
    const mayGo = mayLeave(window, nameOf(this.target), this.#leaving);
    this.#quietUntilMs = clock.nowMs() + askAgainMs;
    return mayGo;
  }

  async #askToUnload(leaving: 'close' | 'unload'): Promise<'gone' | 'stayed' | 'hung'> {
    const { contents } = this;
    const { promise, resolve } = Promise.withResolvers<'gone' | 'stayed' | 'hung'>();
    const gone = () => resolve('gone');
    const hung = () => resolve('hung');
    const stay = (event: { readonly defaultPrevented: boolean }) => {
      if (!event.defaultPrevented) resolve('stayed');
    };
    contents.once('destroyed', gone).once('render-process-gone', gone).once('unresponsive', hung);
    contents.on('will-prevent-unload', stay);
    this.#leaving = leaving;
    this.#isEnding = true;
    try {
      contents.close({ waitForBeforeUnload: true });
      const outcome = await promise;
      this.#isEnding = outcome === 'gone';
      return outcome;
    } finally {
      this.#leaving = 'by-itself';
      contents.off('destroyed', gone).off('render-process-gone', gone).off('unresponsive', hung);
      contents.off('will-prevent-unload', stay);
    }
  }
}
