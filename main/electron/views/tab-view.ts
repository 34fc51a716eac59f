import { type Bounds, type ViewState, zoomLimits } from '../../contract/views.ts';
import type { GateEntry } from '../../core/gate/gate.ts';
import { isNavigationAllowed } from '../safety/navigation-policy.ts';
import { EditorView, type ViewOwner, type ViewSurroundings } from './editor-view.ts';
import { placeInWindow } from './view-bounds.ts';
import { giveKeys } from './window-keys.ts';

/** Where a tab wants its view. */
export interface Placing {
  readonly bounds: Bounds;
  readonly isVisible: boolean;
  /** Hidden for a moment only. */
  readonly isCovered: boolean;
}

/** What the view of a tab is made with. */
export interface TabViewOptions extends ViewSurroundings {
  readonly tabId: string;
  readonly profileId: string;
  readonly instanceId: string;
  readonly zoomFactor: number;
  readonly onChange: (state: ViewState) => void;
}

/** A picture this young is what is seen, milliseconds. */
const freshMs = 1_000;

/** The view of one tab, live or unloaded: it keeps what outlives the page, and what it shows. */
export class TabView {
  readonly profileId: string;
  readonly instanceId: string;
  /** When it was seen last, epoch milliseconds; null while it is seen, or only covered for a moment. */
  hiddenAtMs: number | null = null;
  /** It is not given up before this, epoch milliseconds. */
  keptUntilMs = 0;
  readonly #options: TabViewOptions;
  #state: ViewState;
  #view: EditorView | null = null;
  #placing: Placing = { bounds: { x: 0, y: 0, width: 0, height: 0 }, isVisible: false, isCovered: false };
  #picture: Promise<string | null> = Promise.resolve(null);
  #pictureAtMs = 0;
  /** Where its page is, or was when it was unloaded. */
  #address: string | null = null;
  #ending: { readonly leaving: 'close' | 'unload'; readonly isGone: Promise<boolean> } | null = null;
  /** The keys were here when it was covered, and come back with it. */
  #isOwedKeys = false;
  /** There is something of its page to be seen. */
  #isDrawn = false;

  constructor(options: TabViewOptions) {
    const { tabId, profileId, instanceId, zoomFactor } = options;
    this.#options = options;
    this.profileId = profileId;
    this.instanceId = instanceId;
    const calm = { isLoading: false, isFocused: false, isFullscreen: false, found: null };
    this.#state = { tabId, title: '', icon: null, zoomFactor, condition: 'unloaded', ...calm };
  }

  get state(): ViewState {
    return this.#state;
  }
  get placing(): Placing {
    return this.#placing;
  }
  /** Its view while there is one that takes input. */
  get live(): EditorView | null {
    return this.#view?.isUsable === true ? this.#view : null;
  }

  /** Loads the page of `entry`, where it was the last time; rejects when it cannot be loaded, and is unloaded then. */
  async load(entry: GateEntry): Promise<void> {
    const { profileId, instanceId } = this;
    const view = new EditorView(
      this.#options,
      { profileId, instanceId, entry },
      this.#ownerOf(() => view),
    );
    this.#view = view;
    this.#isDrawn = false;
    this.#change({ condition: 'loading' });
    view.contents.once('dom-ready', () => {
      this.#isDrawn = true;
      this.lay();
    });
    view.contents.on('did-navigate', (_event, address) => {
      this.#address = address;
      view.contents.setZoomFactor(this.#state.zoomFactor);
    });
    view.contents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame) this.#address = address;
    });
    view.contents.on('zoom-changed', (_event, direction) => {
      this.zoom(this.#state.zoomFactor + (direction === 'in' ? 0.1 : -0.1));
    });
    this.lay();
    const home = entry.origin + entry.path;
    const isHome = this.#address !== null && isNavigationAllowed(this.#address, entry, true);
    try {
      await view.load(isHome ? (this.#address ?? home) : home);
    } catch (error) {
      if (this.#view === view) this.#forget();
      throw error;
    }
    if (this.#view === view && this.#state.condition === 'loading') this.#change({ condition: 'live' });
  }

  /** Moves, shows or hides it. */
  place(placing: Placing): void {
    const { clock, window } = this.#options;
    const wasVisible = this.#placing.isVisible;
    if (wasVisible && !placing.isVisible) {
      // Asked for before it is hidden: nothing is drawn of a hidden view.
      if (clock.nowMs() - this.#pictureAtMs > freshMs) this.#takePicture();
      this.#isOwedKeys = placing.isCovered && this.#state.isFocused;
      if (this.#state.isFocused) giveKeys(window, window.webContents);
      if (this.#state.isFullscreen && !placing.isCovered) this.#leaveFullscreen();
    }
    this.#placing = placing;
    if (placing.isVisible || placing.isCovered) this.hiddenAtMs = null;
    else this.hiddenAtMs ??= clock.nowMs();
    if (this.hiddenAtMs !== null) this.#isOwedKeys = false;
    this.lay();
    if (!wasVisible && placing.isVisible && this.#isOwedKeys) this.focus();
  }

  /** What is seen of it; of a hidden or unloaded one, what was seen last. */
  picture(): Promise<string | null> {
    if (this.#placing.isVisible && this.live !== null) this.#takePicture();
    return this.#picture;
  }

  /** Gives the keys to it. */
  focus(): void {
    this.#isOwedKeys = false;
    if (this.live !== null) giveKeys(this.#options.window, this.live.contents);
  }

  /** It gets no keys back by itself. */
  forgetKeys(): void {
    this.#isOwedKeys = false;
  }

  zoom(factor: number): void {
    const { least, most } = zoomLimits;
    const zoomFactor = Math.round(Math.min(Math.max(factor, least), most) * 100) / 100;
    this.live?.contents.setZoomFactor(zoomFactor);
    this.#change({ zoomFactor });
  }

  /** Ends a search. */
  stopFind(): void {
    this.live?.contents.stopFindInPage('keepSelection');
    this.#change({ found: null });
  }

  get isEnding(): boolean {
    return this.#ending !== null;
  }

  /** Waits for an end that is under way. */
  async settled(): Promise<void> {
    await this.#ending?.isGone;
  }

  /**
   * Ends the page, if it has no unsaved work or the user lets it go; tells whether it is gone. Who wants the same while it is
   * under way gets the same answer.
   */
  async end(leaving: 'close' | 'unload'): Promise<boolean> {
    while (this.#ending !== null) {
      const { isGone, leaving: earlier } = this.#ending;
      if (earlier === leaving) return isGone;
      await isGone;
    }
    const view = this.#view;
    if (view === null) return true;
    const isGone = this.#end(view, leaving);
    this.#ending = { leaving, isGone };
    return isGone;
  }

  async #end(view: EditorView, leaving: 'close' | 'unload'): Promise<boolean> {
    try {
      const isGone = await view.end(leaving);
      if (isGone && this.#view === view) this.#forget();
      return isGone;
    } finally {
      this.#ending = null;
    }
  }

  /** Ends the page without asking. */
  discard(): void {
    this.#view?.discard();
    this.#forget();
  }

  #ownerOf(view: () => EditorView): ViewOwner {
    return {
      changed: (part) => {
        if (this.#view === view()) this.#change(part);
      },
      ended: () => {
        if (this.#view === view()) this.#forget();
      },
    };
  }

  /** The view is gone, or about to be. */
  #forget(): void {
    const { window } = this.#options;
    this.#view?.discard();
    this.#view = null;
    if (!window.isDestroyed()) {
      if (this.#state.isFullscreen) window.setFullScreen(false);
      if (this.#state.isFocused) giveKeys(window, window.webContents);
    }
    const calm = { isLoading: false, isFocused: false, isFullscreen: false, found: null };
    this.#change({ condition: 'unloaded', ...calm });
  }

  #change(part: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...part };
    if (part.isFullscreen !== undefined || part.condition !== undefined) this.lay();
    this.#options.onChange(this.#state);
  }

  /** Puts the view where its tab wants it, also when the window has changed. */
  lay(): void {
    const { window } = this.#options;
    if (this.#view === null || window.isDestroyed()) return;
    const { width, height } = window.getContentBounds();
    const { bounds, isVisible } = this.#placing;
    const { isFullscreen, condition } = this.#state;
    if (isFullscreen) this.#view.raise();
    const placed = isFullscreen
      ? { x: 0, y: 0, width, height }
      : placeInWindow(bounds, window.webContents.getZoomFactor(), { width, height });
    // Before there is a page, and when it has ended, the tab says so in words, which the view would hide.
    this.#view.place(placed, isVisible && this.#isDrawn && condition !== 'crashed');
  }

  #leaveFullscreen(): void {
    const code = 'document.exitFullscreen().catch(() => undefined)';
    this.live?.contents.executeJavaScriptInIsolatedWorld(leavingWorld, [{ code }]).catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, 'a page could not be led out of full screen');
    });
  }

  #takePicture(): void {
    const before = this.#picture;
    const { live } = this;
    if (live === null || !this.#isDrawn) return;
    this.#pictureAtMs = this.#options.clock.nowMs();
    this.#picture = live.picture().then((picture) => picture ?? before);
  }
}

/** Apart from the page's own scripts. */
const leavingWorld = 1009;
