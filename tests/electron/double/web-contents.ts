import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from '@playwright/test';
import { toChromium, toElectron } from './addresses.ts';
import { app } from './app.ts';
import { removeFeatures } from './blink-features.ts';
import { FindInPage } from './find-in-page.ts';
import { Interception, type PausedRequest } from './interception.ts';
import { giveKeys, hasKeys } from './keyboard-focus.ts';
import { type PageFact, watchFacts } from './page-facts.ts';
import { PictureDouble } from './picture.ts';
import { PreloadBridge } from './preload-bridge.ts';
import { type Session, session } from './session.ts';

/** An event that can be called off, with what Electron tells about it. */
type Preventable<T = object> = T & { readonly defaultPrevented: boolean; preventDefault(): void };
type Navigation = Pick<Electron.WebContentsWillNavigateEventParams, 'url' | 'isMainFrame'>;
type ContentsEvents = {
  'will-navigate': [event: Preventable<Navigation>];
  'will-frame-navigate': [event: Preventable<Navigation>];
  'will-redirect': [event: Preventable<Navigation>];
  'will-prevent-unload': [event: Preventable];
  'will-attach-webview': [event: Preventable];
  'did-create-window': [window: object, details: { readonly url: string }];
  'render-process-gone': [event: object, details: Pick<Electron.RenderProcessGoneDetails, 'reason' | 'exitCode'>];
  'did-start-loading': [];
  'did-stop-loading': [];
  'dom-ready': [event: object];
  'did-navigate': [event: object, url: string];
  'did-navigate-in-page': [event: object, url: string, isMainFrame: boolean];
  'page-title-updated': [event: object, title: string];
  'page-favicon-updated': [event: object, favicons: string[]];
  'before-input-event': [event: Preventable, input: Electron.Input];
  'found-in-page': [event: object, result: Electron.Result];
  'zoom-changed': [event: object, direction: 'in' | 'out'];
  'enter-html-full-screen': [];
  'leave-html-full-screen': [];
  unresponsive: [];
  responsive: [];
  focus: [];
  blur: [];
  destroyed: [];
};

/** The preferences the double knows; another one is a compile error in its own check. */
export type WebPreferencesDouble = Pick<
  Electron.WebPreferences,
  | 'preload'
  | 'sandbox'
  | 'contextIsolation'
  | 'nodeIntegration'
  | 'nodeIntegrationInWorker'
  | 'nodeIntegrationInSubFrames'
  | 'webSecurity'
  | 'allowRunningInsecureContent'
  | 'experimentalFeatures'
  | 'disableBlinkFeatures'
  | 'navigateOnDragDrop'
  | 'webviewTag'
  | 'spellcheck'
  | 'safeDialogs'
  | 'disableDialogs'
  | 'autoplayPolicy'
  | 'focusOnNavigation'
  | 'devTools'
  | 'partition'
> & { readonly session?: Session };

type OpenHandler = (details: Pick<Electron.HandlerDetails, 'url'>) => Electron.WindowOpenHandlerResponse;

function preventable<T extends object>(details: T): Preventable<T> {
  let isPrevented = false;
  return {
    ...details,
    get defaultPrevented() {
      return isPrevented;
    },
    preventDefault() {
      isPrevented = true;
    },
  };
}

let lastId = 0;

class WebContentsDouble
  extends EventEmitter<ContentsEvents>
  implements
    Pick<
      Electron.WebContents,
      | 'id'
      | 'loadURL'
      | 'reload'
      | 'getURL'
      | 'close'
      | 'isDestroyed'
      | 'isCrashed'
      | 'isFocused'
      | 'focus'
      | 'getZoomFactor'
      | 'setZoomFactor'
      | 'findInPage'
      | 'stopFindInPage'
      | 'forcefullyCrashRenderer'
      | 'executeJavaScriptInIsolatedWorld'
      | 'setIgnoreMenuShortcuts'
      | 'setWebRTCIPHandlingPolicy'
    >
{
  readonly id = ++lastId;
  readonly preferences: WebPreferencesDouble;
  readonly session: Session;
  /** The real page; awaiting it is how a test reaches into the contents. */
  readonly page: Promise<Page>;
  isIgnoringMenuShortcuts = false;
  zoomFactor = 1;
  #cdp: CDPSession | null = null;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #isDestroyed = false;
  #isCrashed = false;
  readonly #find = new FindInPage();
  #url = '';
  #mainFrameId = '';
  /** True until the first request of a `loadURL`, which emits no `will-navigate`. */
  #isOwnLoad = false;

  constructor(preferences: WebPreferencesDouble) {
    super();
    this.preferences = preferences;
    this.session = preferences.session ?? session.fromPartition(preferences.partition ?? '');
    this.page = this.#open();
    // Nobody may wait for a page that is closed at once.
    this.page.catch(() => undefined);
    app.emit('web-contents-created', {}, this);
  }

  getURL(): string {
    return toElectron(this.#url);
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isCrashed(): boolean {
    return this.#isCrashed;
  }
  isFocused(): boolean {
    return hasKeys(this);
  }
  focus(): void {
    this.#check();
    giveKeys(this);
  }
  getZoomFactor(): number {
    this.#check();
    return this.zoomFactor;
  }
  setZoomFactor(factor: number): void {
    this.#check();
    this.zoomFactor = factor;
  }
  /** What a page said in boxes over the window. */
  readonly shownDialogs: string[] = [];
  webRtcPolicy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0] = 'default';
  setWebRTCIPHandlingPolicy(policy: typeof this.webRtcPolicy): void {
    this.webRtcPolicy = policy;
  }
  setIgnoreMenuShortcuts(isIgnoring: boolean): void {
    this.isIgnoringMenuShortcuts = isIgnoring;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    await this.session.grantPermissions(url);
    this.#isOwnLoad = true;
    await page.goto(toChromium(url));
  }

  reload(): void {
    this.#check();
    this.#isOwnLoad = true;
    this.page
      .then((page) => page.reload())
      .catch(() => {
        // Its page stayed, or is gone.
        this.#isOwnLoad = false;
      });
  }

  async capturePage(): Promise<PictureDouble> {
    this.#check();
    const page = await this.page;
    const jpeg = await page.screenshot({ type: 'jpeg', timeout: 2_000 }).catch(() => Buffer.alloc(0));
    return new PictureDouble(jpeg, page.viewportSize() ?? { width: 0, height: 0 });
  }

  async executeJavaScriptInIsolatedWorld(worldId: number, scripts: Electron.WebSource[]): Promise<unknown> {
    this.#check();
    const cdp = await this.#debugging();
    const world = { frameId: this.#mainFrameId, worldName: `world-${worldId}` };
    const { executionContextId: contextId } = await cdp.send('Page.createIsolatedWorld', world);
    let value: unknown;
    for (const { code } of scripts) {
      const options = { expression: code, contextId, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', options);
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      value = result.value;
    }
    return value;
  }

  findInPage(text: string, options: Electron.FindInPageOptions = {}): number {
    this.#check();
    return this.#find.start(this.page, text, options, (result) => this.emit('found-in-page', {}, result));
  }
  stopFindInPage(_action: 'clearSelection' | 'keepSelection' | 'activateSelection'): void {
    this.#check();
    this.#find.stop();
  }

  forcefullyCrashRenderer(): void {
    this.#check();
    this.#debugging()
      .then((cdp) => cdp.send('Page.crash'))
      // The answer never comes.
      .catch(() => undefined);
  }

  /** Presses a key in it, which the page gets unless it is kept from it; tells whether it got it. */
  async press(key: string, input: Partial<Electron.Input> = {}): Promise<boolean> {
    const plain = { isAutoRepeat: false, isComposing: false, location: 0, modifiers: [] };
    const held = { shift: false, control: false, alt: false, meta: false };
    const event = preventable({});
    this.emit('before-input-event', event, { type: 'keyDown', key, code: '', ...plain, ...held, ...input });
    if (!event.defaultPrevented) await (await this.page).keyboard.press(key);
    return !event.defaultPrevented;
  }

  close(options?: Electron.CloseOpts): void {
    this.page
      .then((page) => page.close({ runBeforeUnload: options?.waitForBeforeUnload === true }))
      .catch(() => undefined);
  }

  async #open(): Promise<Page> {
    const context = await this.session.context();
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    this.#cdp = cdp;
    await cdp.send('Page.enable');
    this.#mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.#url = frame.url + (frame.urlFragment ?? '');
      // Also of a view that is hidden.
      if (this.preferences.focusOnNavigation !== false) giveKeys(this);
      this.emit('did-navigate', {}, this.getURL());
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const isMainFrame = frameId === this.#mainFrameId;
      if (isMainFrame) this.#url = url;
      this.emit('did-navigate-in-page', {}, toElectron(url), isMainFrame);
    });
    cdp.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId === this.#mainFrameId) this.emit('did-start-loading');
    });
    cdp.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === this.#mainFrameId) this.emit('did-stop-loading');
    });
    page.on('domcontentloaded', () => this.emit('dom-ready', {}));
    page.on('crash', () => {
      this.#isCrashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    });
    page.on('close', () => {
      this.#isDestroyed = true;
      if (hasKeys(this)) giveKeys(null);
      this.emit('destroyed');
    });
    page.on('dialog', (dialog) => {
      const event = preventable({});
      if (dialog.type() === 'beforeunload') this.emit('will-prevent-unload', event);
      else if (this.preferences.disableDialogs !== true) this.shownDialogs.push(dialog.message());
      (event.defaultPrevented ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
    });
    await removeFeatures(page, this.preferences.disableBlinkFeatures ?? '');
    this.session.watchDownloads(page);
    await this.#followPopups(page, cdp);
    await watchFacts(cdp, (fact) => this.#tell(fact));
    const bridge = new PreloadBridge(this, cdp);
    await bridge.install(app.isSandboxForced);
    await new Interception(cdp, this.session, (paused) => this.#mayNavigate(paused)).start();
    return page;
  }

  async #debugging(): Promise<CDPSession> {
    await this.page;
    if (this.#cdp === null) throw new Error('The page has no debugging session');
    return this.#cdp;
  }

  #tell(fact: PageFact): void {
    if (fact.kind === 'title') this.emit('page-title-updated', {}, fact.title);
    else if (fact.kind === 'icons') this.emit('page-favicon-updated', {}, fact.addresses);
    else this.emit(fact.isFull ? 'enter-html-full-screen' : 'leave-html-full-screen');
  }

  /** Electron throws for contents that are gone. */
  #check(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
  }

  #mayNavigate({ frameId, request, redirectedRequestId }: PausedRequest): boolean {
    const isMainFrame = frameId === this.#mainFrameId;
    const details = { url: toElectron(request.url), isMainFrame };
    if (redirectedRequestId !== undefined) {
      const event = preventable(details);
      this.emit('will-redirect', event);
      return !event.defaultPrevented;
    }
    if (isMainFrame && this.#isOwnLoad) {
      this.#isOwnLoad = false;
      return true;
    }
    return this.#announce(details);
  }

  #announce(details: Navigation): boolean {
    const top = preventable(details);
    if (details.isMainFrame) this.emit('will-navigate', top);
    const any = preventable(details);
    this.emit('will-frame-navigate', any);
    return !top.defaultPrevented && !any.defaultPrevented;
  }

  /** Popups open unless the handler denies; a denied one is closed before it can load. */
  async #followPopups(page: Page, cdp: CDPSession): Promise<void> {
    let deniedCount = 0;
    cdp.on('Page.windowOpen', ({ url }) => {
      const details = { url: toElectron(url) };
      if (this.#openHandler(details).action === 'deny') deniedCount += 1;
      else this.emit('did-create-window', {}, details);
    });
    page.on('popup', (popup) => {
      if (deniedCount === 0) return;
      deniedCount -= 1;
      popup.close().catch(() => undefined);
    });
    // Schemes of other programs make no request, so they are announced here; following them is the system's business.
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (/^(?:https?|about|blob|data|javascript):/.test(url)) return;
      this.#announce({ url, isMainFrame: frameId === this.#mainFrameId });
    });
  }
}

export { WebContentsDouble };
export type WebContents = WebContentsDouble;
